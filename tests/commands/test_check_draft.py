"""A draft is held against the record, also after a person edited it: one wrong word, date or place, and it fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.desk_demo import told_demo
from watcher.commands import check_draft as checking
from watcher.commands.desk import brief, draft, gathered_of
from watcher.commands.documents import as_bytes
from watcher.commands.start import open_to_read
from watcher.desk.check_draft import CheckedItem, DraftVerdict, Reference, check_draft
from watcher.desk.checkable import CheckedKind
from watcher.desk.gather import dossier
from watcher.desk.read_draft import of_markdown
from watcher.model.errors import ConfigError
from watcher.settings import read

SUPPORTED, CONTRADICTED, NOT_FOUND = DraftVerdict


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Reference, dict[str, bytes]]:
    """What a draft about Marlow Vale is checked against, and the draft and brief themselves, by their endings."""
    settings = read(told_demo(tmp_path_factory.mktemp("check") / "demo") / "watcher.toml")
    with open_to_read(settings) as store:
        gathered = gathered_of(settings, store, "Marlow Vale")
    known = dossier(gathered)
    article, paper = draft(settings, known, "update"), brief(settings, known)
    files = {ending: as_bytes(article, known, ending) for ending in ("md", "html", "docx")}
    return checking.reference_of(settings, gathered), files | {"brief": as_bytes(paper, known, "md")}


def wrong(text: str, reference: Reference) -> list[CheckedItem]:
    return [one for one in check_draft(of_markdown(text), reference) if one.verdict is not SUPPORTED]


@pytest.mark.parametrize("form", ["md", "html", "docx", "brief"])
def test_what_we_wrote_ourselves_is_supported_in_every_form(
    made: tuple[Reference, dict[str, bytes]], form: str, tmp_path: Path
) -> None:
    reference, files = made
    path = tmp_path / f"draft.{'md' if form == 'brief' else form}"
    path.write_bytes(files[form])
    found = check_draft(checking.read_draft(path), reference)
    assert len(found) > 60
    assert [one for one in found if one.verdict is not SUPPORTED] == []


MUTATIONS = [
    # dates
    ("in Marlow Vale on 20 October 2026.", "in Marlow Vale on 21 October 2026."),
    ("in Marlow Vale on 20 October 2026.", "in Marlow Vale on 20 November 2026."),
    ("in Marlow Vale on 20 October 2026.", "in Marlow Vale on 20 October 2025."),
    ("in Marlow Vale on 20 October 2026.", "in Marlow Vale on 4 July 2023."),
    ("from 31 August to 11 September 2026", "from 30 August to 11 September 2026"),
    ("from 31 August to 11 September 2026", "from 31 August to 18 September 2026"),
    ("previous report, of 4 July 2023", "previous report, of 4 June 2023"),
    ("- 26 March 2019: Requires", "- 26 March 2018: Requires"),
    ("- 4 July 2023: Good overall", "- 14 July 2023: Good overall"),
    ("Update 2026", "Update 2027"),
    # numbers
    ("came out 39 days", "came out 93 days"),
    ("came out 39 days", "came out 38 days"),
    ("Of the 4 judgements", "Of the 5 judgements"),
    ("2 went down and 2 stayed", "3 went down and 1 stayed"),
    ("2 went down and 2 stayed", "2 went up and 2 stayed"),
    ("all 4 judgements Good.", "all 3 judgements Good."),
    ("All 3 points were", "None of these 3 points was"),
    # grades and directions
    ("| Help and protection | Requires improvement", "| Help and protection | Inadequate"),
    ("| Help and protection | Requires improvement", "| Help and protection | Good"),
    ("| Impact of leaders | Requires improvement[^2] | Good",
     "| Impact of leaders | Requires improvement[^2] | Outstanding"),
    ("| Children in care | Good", "| Children in care | Outstanding"),
    ("| Care leavers | Good[^2] | Good[^3] | the same", "| Care leavers | Good[^2] | Good[^3] | up"),
    ("| Good[^3] | down |\n| Help", "| Good[^3] | up |\n| Help"),
    ("grades were: Good overall", "grades were: Outstanding overall"),
    ("Requires improvement for leaders and help and protection[^4]",
     "Inadequate for leaders and help and protection[^4]"),
    ("20 October 2026: Good for children", "20 October 2026: Outstanding for children"),
    ("(again)", "(new)"),
    # quotations
    ("begins in good time for most families", "begins in good time for all families"),
    ("begins in good time for most families", "begins late for most families"),
    ("the courts speak well of", "the courts speak highly of"),
    ("the reasons are not always written down", "the reasons are always written down"),
    ("one family waited too long", "some families waited too long"),
    ("Both were visited every week", "Both were visited every month"),
    ("where they do not, children wait.", "where they do not, children are harmed."),
    ("“Most children live with carers who know them well.”", "“Ofsted has never seen a better service than this one.”"),
    ("Supervision is regular, although its records do not always",
     "Supervision is irregular, and its records do not always"),
    # places
    ("page 2, paragraph 4.", "page 1, paragraph 4."),
    ("page 2, paragraph 7.", "page 2, paragraph 70."),
    ("[^3]: Ofsted, Marlow Vale, inspection report published 4 July 2023",
     "[^3]: Ofsted, Marlow Vale, inspection report published 4 July 2022"),
    ("friends.” (again)[^2]", "friends.” (again)[^3]"),
    ("came out 39 days after their last day.[^1]", "came out 39 days after their last day.[^3]"),
    ("promptly, and the courts", "slowly, and the courts"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), MUTATIONS)
def test_one_change_to_a_draft_and_it_fails(made: tuple[Reference, dict[str, bytes]], old: str, new: str) -> None:
    reference, files = made
    text = files["md"].decode()
    assert old in text
    found = wrong(text.replace(old, new, 1), reference)
    assert found
    assert all(one.place and one.why for one in found)


def test_there_are_as_many_changes_as_were_promised() -> None:
    assert len(MUTATIONS) >= 40


def test_the_place_and_what_the_record_says_are_named(made: tuple[Reference, dict[str, bytes]]) -> None:
    reference, files = made
    text = files["md"].decode().replace("| Children in care | Good", "| Children in care | Outstanding", 1)
    [found] = wrong(text, reference)
    assert (found.item.kind, found.item.text, found.verdict) == (CheckedKind.GRADE, "Outstanding", CONTRADICTED)
    assert found.place.startswith("row ")
    assert found.why.startswith("the record says Good: Children in care | Good")


def test_a_quotation_that_was_changed_is_shown_as_it_is_printed(made: tuple[Reference, dict[str, bytes]]) -> None:
    reference, files = made
    text = files["md"].decode().replace("Both were visited every week", "Both were visited every month", 1)
    [found] = wrong(text, reference)
    assert (found.item.kind, found.verdict) == (CheckedKind.QUOTATION, CONTRADICTED)
    assert "Both were visited every week" in found.why


@pytest.mark.parametrize(
    ("sentence", "verdicts"),
    [
        ("Help and protection was rated requires improvement.", {SUPPORTED}),
        ("Help and protection was rated outstanding.", {CONTRADICTED}),
        ("The council looks after 412 children.", {NOT_FOUND}),
        ("Inspectors wrote that “Most children live with carers who know them well”.", {SUPPORTED}),
        ("They said: “Most children … know them well.”", {SUPPORTED}),
        ("The report of 2019 was worse.", {SUPPORTED}),
        ("The letter of 25 February 2025 says so.", {SUPPORTED}),
        ("A fair is held on 25 February 2025.", {NOT_FOUND}),
        ("Call us on 0116 496 0000.", {NOT_FOUND}),
        ("Parents should ask for advice early.", set()),
    ],
)
def test_what_a_person_adds_is_judged_by_the_record(
    made: tuple[Reference, dict[str, bytes]], sentence: str, verdicts: set[DraftVerdict]
) -> None:
    reference, _ = made
    assert {one.verdict for one in check_draft(of_markdown(f"{sentence}\n"), reference)} == verdicts


def test_a_quotation_may_be_cut_short_and_stand_by_itself(made: tuple[Reference, dict[str, bytes]]) -> None:
    reference, files = made
    text = files["md"].decode().replace("Care proceedings are issued promptly, and the", "… the", 1)
    assert wrong(text, reference) == []


def test_a_draft_that_does_not_say_what_it_is_about_is_refused(tmp_path: Path) -> None:
    settings = read(told_demo(tmp_path / "demo") / "watcher.toml")
    with open_to_read(settings) as store, pytest.raises(ConfigError, match="--about"):
        checking.check(settings, store, of_markdown("Some text."))


@pytest.mark.parametrize("name", ["draft.docx", "draft.md"])
def test_what_is_no_draft_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\xff\xfe\x00\x01 no document")
    with pytest.raises(ConfigError, match=r"Expected a draft as \.docx, \.html or \.md"):
        checking.read_draft(path)
