"""A draft and a brief about Leicester, on the days of its reports of 2021 and 2025, for a solicitors' article."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from tests.program.test_news_replay import World, a_world
from watcher.commands import desk
from watcher.commands.check_draft import reference_of
from watcher.desk.check_draft import DraftVerdict, check_draft
from watcher.desk.gather import dossier
from watcher.desk.read_draft import of_markdown
from watcher.desk.written import Written, WrittenBlock, as_markdown
from watcher.settings import DeskSettings

pytestmark = [pytest.mark.shared, pytest.mark.xdist_group("news")]

CONTACT = (
    "Our care team can help you if children’s services are involved with your family.",
    "Call our Leicester office on 0116 496 0000 or our Loughborough office on 01509 496 000.",
    "Email care@marlowlaw.example, and a member of our team will answer.",
)
# What each sentence of the firm's article of 2022 needs, and where it stands in ours: words of a block with a footnote.
# The first three are about an earlier article, which nobody has on record in 2021.
KINDS_2021 = {
    "4 earlier reports asked for improvement": "4 September 2017: Requires improvement overall",
    "5 when inspectors came": "from 20 September to 1 October 2021",
    "6 the result": "The overall grade is good.",
    "7 support in the pandemic": "continued to provide a robust level of support for all children",
    "8 face-to-face visits": "including ongoing face-to-face visits",
    "9 a focus on improving services": "a robust management focus on improving services to benefit children",
    "10 a small number of cases": "In a small number of children’s cases, however, the quality of social work practice",
    "11 what was judged": "Children in care and care leavers | Good",
    "12 the strengths": "Particular strengths were identified by inspectors in earlier intervention, direct work",
    "13 needs are understood": "Their needs are well assessed and understood, and a wide range of services",
    "14 assessments": "Strong assessments are ensuring that children are on the most appropriate plan",
    "15 the voice of the child": "The voice of the child is integral to the improvement of services",
    "16 advocacy": "supported by excellent advocacy arrangements",
    "17 who can help": CONTACT[0],
    "18 offices": CONTACT[1],
    "19 email": CONTACT[2],
    "20 the whole report": "Read the whole report",
}
KINDS_2025 = {
    "3 the article before": "Update 2022",
    "4 earlier reports": "12 November 2021: Good overall",
    "5 when inspectors came": "from 23 to 27 September 2024",
    "6 the result": "The overall grade is requires improvement.",
    "7 leaders": "leaders have maintained a supportive environment",
    "8 caseloads": "ensured that caseloads remain at manageable levels",
    "9 decline since 2021": "has declined since the last inspection in 2021",
    "10 what was not as good": "inspectors found a lack of professional curiosity",
    "11 what was judged": "Care leavers | Requires improvement",
    "12 the strengths": "The co-location and integration of early help provision has improved access",
    "13 social workers": "Social workers know their children well and speak about them with knowledge",
    "14 plans": "The quality of plans varies",
    "15 the Public Law Outline": "When decisions are made to enter the Public Law Outline, there are generally",
    "16 unregistered homes": "during their time in unregistered homes, some of these children are not being visited",
    "17 who can help": CONTACT[0],
    "18 offices": CONTACT[1],
    "19 email": CONTACT[2],
    "20 the whole report": "Read the whole report",
}


@contextmanager
def watched(shared: Path, folder: Path, before: date, on: date) -> Iterator[World]:
    """Leicester, its council's news and a firm's blog, with the report of a day just out."""
    with a_world(shared, folder, before, "leicester", "marlowe-finch") as world:
        settings = world.settings.model_copy(
            update={
                "authorities": ("80482",),
                "desk": DeskSettings(contact=CONTACT, regulatory="Authorised and regulated by the SRA."),
            }
        )
        one = World(world.ofsted, world.news, settings, world.store)
        for day in (before, before, on, on):
            one.check(day, full=True)
        yield one


@pytest.mark.parametrize(
    ("before", "on", "kinds"),
    [(date(2021, 11, 11), date(2021, 11, 12), KINDS_2021), (date(2025, 1, 28), date(2025, 1, 29), KINDS_2025)],
    ids=["2021", "2025"],
)
def test_at_least_17_of_the_20_statements_are_there_with_their_place_and_none_is_wrong(
    shared: Path, tmp_path: Path, before: date, on: date, kinds: dict[str, str]
) -> None:
    assert len(kinds) >= 17
    with watched(shared, tmp_path, before, on) as world:
        gathered = desk.gathered_of(world.settings, world.store, "Leicester")
        known = dossier(gathered)
        article, paper = desk.draft(world.settings, known, "update"), desk.brief(world.settings, known)
        reference = reference_of(world.settings, gathered)
    assert (known.published, known.left_out) == (on, 0)
    missing = [kind for kind, words in kinds.items() if not _stands(words, article, paper)]
    assert missing == []
    for written in (article, paper):
        checked = check_draft(of_markdown(as_markdown(written)), reference)
        assert [one for one in checked if one.verdict is not DraftVerdict.SUPPORTED] == []
    assert [one.outlet for one in known.official] == ["Leicester City Council"]


def _stands(words: str, *documents: Written) -> bool:
    return any(words in block.text and _has_its_source(block) for one in documents for block in one.blocks)


def _has_its_source(block: WrittenBlock) -> bool:
    return bool(block.notes) or block.is_slot
