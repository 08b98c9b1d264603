"""The steps of the benchmark of planning, each in a process of its own: it prints how many mails it dealt with.

python -m benchmarks.planning_steps fill|naive|plan|send CONFIG [READERS CHANGES]
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from css_inline import CSSInliner
from sqlalchemy import insert
from tests.support.builders import NOW, a_page_state, a_record, a_report_file, an_observation
from tests.support.mail_stories import BULLETS, a_document, a_reading, an_inspection

from watcher.commands import run as run_command
from watcher.commands import send as send_command
from watcher.commands.digest_background import StoryContexts
from watcher.commands.digest_writer import UndeliveredChanges
from watcher.commands.start import open_store
from watcher.crawl.followed import provider_source
from watcher.digests.digest import digest
from watcher.digests.frame import SourcesChecked
from watcher.digests.item import item
from watcher.digests.stories import stories
from watcher.digests.views import Digest, ListLetterhead
from watcher.mail import templates
from watcher.model.change import Change
from watcher.model.event_kind import EventKind
from watcher.model.report import Grade, ReportFile
from watcher.model.source import Authority, Provider
from watcher.model.subscription import Frequency
from watcher.model.visit import Record
from watcher.ofsted.authorities import REGIONS, gazetteer
from watcher.settings import Settings, read
from watcher.store import Store
from watcher.store.tables.core import SINCE, subscriber, subscription

ENDS_AT = NOW + timedelta(hours=9)
TOPICS_EACH = 3
# Of a hundred topics: so many authorities and regions; the rest follow everything.
AUTHORITIES, OF_REGIONS = 70, 25
GRADES = (Grade.OUTSTANDING, Grade.GOOD, Grade.REQUIRES_IMPROVEMENT, Grade.INADEQUATE)
LETTERS = (
    (EventKind.FOCUSED_VISIT, "Focused visit"),
    (EventKind.MONITORING_VISIT, "Monitoring visit"),
    (EventKind.JTAI, "Joint targeted area inspection"),
    (EventKind.SEND, "Area SEND inspection"),
)
ROWS_AT_ONCE = 5_000


# --- what there is to tell, and to whom -----------------------------------------------------------


def fill(store: Store, readers: int, changes: int) -> None:
    """Councils with three reports each, this many changes spread over them, and this many readers."""
    chosen = random.Random(20250303)
    councils = [one for one in gazetteer().by_urn.values() if one.abolished_on is None and one.region_code]
    store.pages.follow([provider_source(Provider("44", one.urn), Settings(), gazetteer()) for one in councils], NOW)
    for one in councils:
        store.pages.record(_first_sight(one, chosen))
    for number in range(changes):
        one = councils[number % len(councils)]
        store.pages.record(replace(_first_sight(one, chosen), changes=(_change(number, one, chosen),)))
    _subscribe(store, readers, [one.urn for one in councils], chosen)


def _first_sight(one: Authority, chosen: random.Random) -> Record:
    source = f"ofsted:44/{one.urn}"
    seen = an_observation(source_id=source, key=one.urn)
    page = replace(a_page_state(), source_id=source, url=f"https://reports.example/provider/44/{one.urn}")
    files = tuple(_past(source, one.urn, year, chosen) for year in (2014, 2018, 2022))
    return a_record(source_id=source, observations=(seen,), page=page, files=files)


def _past(source: str, urn: str, year: int, chosen: random.Random) -> ReportFile:
    grade = chosen.choice(GRADES)
    report = a_reading(grade, grade, grade, overall=grade)
    return a_report_file(
        file_id=f"{urn}{year}", source_id=source, title="Inspection", published=date(year, 5, 4), report=report
    )


def _change(number: int, one: Authority, chosen: random.Random) -> Change:
    topics = provider_source(Provider("44", one.urn), Settings(), gazetteer()).topics
    if number % 2:
        kind, title = chosen.choice(LETTERS)
        change = a_document(one.urn, one.name, kind, f"{title} {number}")
    else:
        old, new = ([chosen.choice(GRADES) for _ in range(4)] for _ in range(2))
        bullets = [f"{text} ({one.name}, {number})" for text in BULLETS]
        report = a_reading(*new, overall=new[0], improve=bullets)
        change = an_inspection(one.urn, one.name, a_reading(*old[:3], overall=old[0]), report)
    source = f"ofsted:44/{one.urn}"
    return replace(change, id=f"change-{number}", source_id=source, topics=topics, recorded_at=NOW + timedelta(hours=1))


def _subscribe(store: Store, readers: int, urns: Sequence[str], chosen: random.Random) -> None:
    people = [
        {"id": n, "address": f"reader{n}@firm{n % 700}.example", "created_at": NOW} for n in range(1, readers + 1)
    ]
    terms = {"frequency": Frequency.DAILY, "created_at": NOW, **{since.name: NOW for since in SINCE.values()}}
    wishes = [
        {"subscriber_id": one["id"], "topic": topic, **terms} for one in people for topic in _topics(urns, chosen)
    ]
    with store.writing() as conn:
        for table, rows in ((subscriber, people), (subscription, wishes)):
            for start in range(0, len(rows), ROWS_AT_ONCE):
                conn.execute(insert(table), rows[start : start + ROWS_AT_ONCE])


def _topics(urns: Sequence[str], chosen: random.Random) -> set[str]:
    topics: set[str] = set()
    while len(topics) < TOPICS_EACH:
        dice = chosen.randrange(100)
        if dice < AUTHORITIES:
            topics.add(f"authority:{chosen.choice(urns)}")
        elif dice < AUTHORITIES + OF_REGIONS:
            topics.add(f"region:{chosen.choice(list(REGIONS))}")
        else:
            topics.add("all")
    return topics


WHY = "You get this email because you follow these topics."


# --- the steps ------------------------------------------------------------------------------------


def plan(store: Store, settings: Settings) -> int:
    """What `watcher digest daily` does."""
    return run_command.digest(settings, store, Frequency.DAILY, ENDS_AT).mails


def send(store: Store, settings: Settings) -> int:
    """What `watcher send` does."""
    done = send_command.send(settings, store, ENDS_AT)
    return done.sent if done else 0


def naive(store: Store, settings: Settings) -> int:
    """A mail after the other, each from the templates to the bytes, in a transaction of its own."""
    run = store.digest_runs.begin(Frequency.DAILY, ENDS_AT)
    surroundings = StoryContexts(store, gazetteer().by_urn, settings.news, ENDS_AT)
    planned = 0
    for reader, undelivered in store.digest_runs.undelivered(run):
        content = _mail(undelivered, surroundings)
        receipts = [(wish.id, change.id) for change, wishes in undelivered for wish in wishes]
        planned += store.digest_runs.plan(
            run, reader, f"<{reader}@naive>", undelivered[0][1][0].address, "News", content, receipts, ENDS_AT
        )
    return planned


def _mail(undelivered: UndeliveredChanges, surroundings: StoryContexts) -> bytes:
    authorities = gazetteer().by_urn
    told = digest(
        stories([change for change, _ in undelivered], authorities),
        {change.id: wishes for change, wishes in undelivered},
        {f"authority:{urn}": one.name for urn, one in authorities.items()},
        SourcesChecked(153, 153, ENDS_AT),
        ListLetterhead("mailto:alerts@watcher.example"),
        frequency=Frequency.DAILY,
        ends_at=ENDS_AT,
        item_of=lambda story: item(story, surroundings.of(story)),
    )
    message = EmailMessage(SMTP)
    message["To"], message["Subject"] = undelivered[0][1][0].address, told.subject
    message.set_content(_text(told))
    message.add_alternative(_html(told), subtype="html")
    return message.as_bytes()


def _text(told: Digest) -> str:
    rows = (templates.text("digest/item.txt.j2", item=one.item, alone=False) for one in told.items)
    top, foot = (templates.text(f"digest/{part}.txt.j2", digest=told, why=WHY) for part in ("top", "foot"))
    return "".join((top, *rows, foot))


def _html(told: Digest) -> str:
    rows = (templates.text("digest/item.html.j2", item=one.item, alone=False) for one in told.items)
    top, foot = templates.text("digest/digest.html.j2", digest=told, why=WHY).split(templates.MARK)
    page = "".join((top, *(row.split(templates.MARK)[1] for row in rows), foot))
    return CSSInliner(keep_at_rules=True, load_remote_stylesheets=False).inline(page)


STEPS = {"plan": plan, "send": send, "naive": naive}


def main(step: str, config: str, *numbers: str) -> None:
    """Do it, and print how many mails it was about."""
    settings = read(Path(config))
    with open_store(settings) as store:
        if step == "fill":
            fill(store, *map(int, numbers))
            print(0)
        else:
            print(STEPS[step](store, settings))


if __name__ == "__main__":
    main(*sys.argv[1:])
