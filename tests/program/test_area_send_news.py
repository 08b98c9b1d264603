"""The news of an area SEND report: from Ofsted's page, its PDF and a council's site to the readers' mails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.support.passes import LIST, search_list
from tests.support.passes import council as site_council
from tests.support.report_texts import SendText
from tests.support.small_site import Site, answer, serving
from tests.support.watched_news import OTHERS, URN, listing, page, park
from watcher.commands import run
from watcher.commands.start import open_store
from watcher.demo.report_pdf import ReportEra, report_of, report_pdf
from watcher.model.interest import Interest
from watcher.model.report import Grade
from watcher.model.subscription import Frequency
from watcher.settings import Fetch, Ofsted, Settings
from watcher.store import Store

BEFORE, DAY, NEXT_DAY = (datetime(2024, 11, day, 12, tzinfo=UTC) for day in (1, 4, 5))
STORY = f"{URN}@2024-11-04"
SAYS = (
    "Ofsted and the Care Quality Commission have inspected the Leicester local area partnership.",
    "Inspectors found that children with special educational needs have inconsistent experiences and outcomes.",
    "The council and its partners will work on the points that they found.",
)
ANSWERS = (
    "The council has answered Ofsted’s report on the Leicester local area partnership that was published yesterday.",
    "It says that the waits of families for an assessment are too long, and that a new team starts in January.",
    "Parents are invited to an evening at the town hall at which the partnership will explain what comes next.",
)
GRADES = dict.fromkeys(ReportEra.SINCE_2023.value, Grade.GOOD)
TIMELINE = '<ol class="timeline">'
NEW = f"""{TIMELINE}
    <li class="timeline__day"><div class="event">
      <p class="timeline__date"><time>20 September 2024</time></p>
      <span class="event__title heading--sub"><a class="publication-link" href="/v1/file/50300009">
        Area SEND full inspection <span class="nonvisual">Area SEND full inspection, PDF - 04 November 2024</span></a>
        <div class="event__metadata">Published <time pubdate>04 November 2024</time></div></span>
    </div></li>"""


def printed(pages: list[str]) -> bytes:
    """A PDF with these pages, line by line."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1)
    for text in pages:
        lines = canvas.beginText(50, 790)
        lines.setFont("Helvetica", 9)
        for line in text.replace("◼", "•").splitlines():
            lines.textLine(line)
        canvas.drawText(lines)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def council(*changes: tuple[str, str]) -> bytes:
    """The page of Leicester, with nothing on it that came out after the first pass but what `changes` put there."""
    name = ("Marlow Vale", "Leicester"), ("Marlow  Vale", "Leicester"), ("80999", URN)
    old = ("20 January 2026", "20 January 2023"), ("12 December 2025", "12 December 2022")
    return site_council(*name, *old, *changes)


@dataclass
class World:
    """A council with its page at Ofsted's and its own news, and a watcher of both."""

    web: Site
    settings: Settings
    store: Store

    def check(self, now: datetime) -> None:
        summary = run.check(self.settings, self.store, now)
        assert summary is not None and summary.faults == {}

    def mails(self, now: datetime) -> list[str]:
        """The text of the mails that are written now."""
        run.digest(self.settings, self.store, Frequency.IMMEDIATELY, now)
        found = []
        for delivery in self.store.outbox.pending(now, 100):
            part = message_from_bytes(delivery.content, policy=policy.default).get_body(("plain",))
            assert part is not None
            found.append(str(part.get_content()))
            self.store.outbox.mark_sent(delivery.id, now)
        return found

    def publish_report(self) -> None:
        self.web.answers[f"/provider/44/{URN}"] = answer(council((TIMELINE, NEW)))
        self.web.answers[LIST] = search_list((f"44/{URN}", "4 November 2024"))

    def release(self, number: int, title: str, *says: str) -> None:
        path = f"/news/article/{number}/report-on-send"
        self.web.answers[path] = page(title, DAY.date(), *says)
        self.web.answers["/news"] = listing((path, title, DAY.date()), *OTHERS)


@contextmanager
def a_world(folder: Path) -> Iterator[World]:
    send = printed(SendText(area="Leicester", dates="16 to 20 September 2024").pages())
    graded = report_pdf(report_of("Leicester", ReportEra.SINCE_2023, GRADES, ((date(2024, 6, 10), date(2024, 6, 14)),)))
    answers = {
        "/robots.txt": answer("User-agent: *\nDisallow:\n"),
        f"/provider/44/{URN}": answer(council()),
        "/v1/file/50300009": answer(send, Content_Type="application/pdf"),
        "/v1/file/50300003": answer(graded, Content_Type="application/pdf"),
        LIST: search_list((f"44/{URN}", "5 August 2024")),
        "/news": listing(*OTHERS),
    }
    with serving(answers | dict(park(*row) for row in OTHERS)) as web:
        (folder / "sources.toml").write_text(
            f'[source.leicester]\nname = "Leicester City Council"\nurl = "{web.base_url}/news"\n'
            f'family = "jadu"\nauthorities = ["Leicester"]\n',
            encoding="utf-8",
        )
        settings = Settings(
            home=folder,
            authorities=("Leicester",),
            ofsted=Ofsted(base_url=web.base_url),
            fetch=Fetch(delay=0, timeout=5),
        )
        with open_store(settings) as store:
            yield World(web, settings, store)


def test_news_of_an_area_send_report_stands_with_it_and_is_told_later_by_itself(tmp_path: Path) -> None:
    with a_world(tmp_path) as world:
        world.store.subscribers.subscribe("reader@example.org", "all", Frequency.IMMEDIATELY, BEFORE, tuple(Interest))
        world.check(BEFORE)
        world.publish_report()
        world.release(8, "Inspectors report on SEND services in Leicester", *SAYS)
        world.check(DAY)
        [alert] = world.mails(DAY)
        assert "area SEND inspection found inconsistent experiences" in alert
        assert "Inspectors report on SEND services in Leicester" in alert, "in the block of its report"
        world.release(9, "SEND services in Leicester: our answer to the inspectors", *ANSWERS)
        world.check(NEXT_DAY)
        [later] = world.mails(NEXT_DAY)
        assert set(world.store.news.mentions([STORY])) == {STORY}
        assert later.startswith("Leicester: the council's response to the report of 4 November 2024")
        found = "found: area SEND outcome Inconsistent experiences and outcomes."
        assert found in " ".join(later.split()), "and not the grade of the report on the council's services"
        assert f"{world.web.base_url}/v1/file/50300009" in later
