"""Briefs and drafts of the invented councils, by the command."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree

import pytest
from docx import Document

from tests.support.desk_demo import CONTACT, REGULATORY, told_demo
from tests.support.inside import inside
from watcher.commands.start import open_store
from watcher.settings import read


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return told_demo(tmp_path_factory.mktemp("desk") / "demo")


def test_a_draft_has_what_was_judged_the_firms_lines_and_footnotes(folder: Path) -> None:
    ended = inside(folder, "draft", "Marlow Vale")
    assert ended.code == 0, ended.err
    assert "Update 2026" in ended.out
    assert "| Help and protection | Requires improvement[^" in ended.out
    assert "came out 39 days after their last day" in ended.out
    assert CONTACT in ended.out and REGULATORY in ended.out
    assert "[^1]: Ofsted, Marlow Vale, inspection report published 20 October 2026" in ended.out
    assert "#page=" in ended.out


def test_what_is_not_known_is_a_visible_gap(folder: Path) -> None:
    ended = inside(folder, "draft", "Marlow Vale")
    assert "**[TODO: We have no statement from the council. Look for one, or ask for one.]**" in ended.out
    assert "**[TODO: Your own view:" in ended.out


def test_a_brief_is_given_for_a_change_by_the_beginning_of_its_id(folder: Path) -> None:
    [change] = [json.loads(line) for line in inside(folder, "changes", "--json").out.splitlines()]
    ended = inside(folder, "brief", change["id"][:8], "--format", "json")
    document = json.loads(ended.out)
    assert document["change_id"] == change["id"]
    assert {row["judgement"]: row["now"] for row in document["rows"]}["Overall"] == "no longer given"
    assert document["left_out"] == 0


@pytest.mark.parametrize("ending", ["md", "html", "docx", "json"])
def test_the_ending_of_the_file_says_the_format(folder: Path, tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"brief.{ending}"
    ended = inside(folder, "brief", "Marlow Vale", "--out", str(target))
    assert (ended.code, ended.out) == (0, ""), ended.err
    begins = {"md": b"# Marlow Vale", "html": b"<!doctype html>", "docx": b"PK", "json": b"{"}
    assert target.read_bytes().startswith(begins[ending])


def test_a_word_draft_has_its_table_and_its_sources(folder: Path, tmp_path: Path) -> None:
    inside(folder, "draft", "Marlow Vale", "--out", str(tmp_path / "draft.docx"))
    page = Document(str(tmp_path / "draft.docx"))
    assert page.core_properties.identifier == "9000001@2026-10-20"
    assert [cell.text for cell in page.tables[0].rows[0].cells] == ["What was judged", "Now", "Before", "Change"]
    assert any(paragraph.text == "Sources" for paragraph in page.paragraphs)


def test_a_brief_has_the_history_as_a_picture_with_its_words(folder: Path, tmp_path: Path) -> None:
    for ending in ("html", "docx", "md"):
        inside(folder, "brief", "Marlow Vale", "--out", str(tmp_path / f"brief.{ending}"))
    html, text = ((tmp_path / f"brief.{ending}").read_text() for ending in ("html", "md"))
    assert '<img src="data:image/svg+xml;base64,' in html
    assert 'alt="' in html and "26 March 2019" in html.partition('alt="')[2].partition('"')[0]
    [shape] = Document(str(tmp_path / "brief.docx")).inline_shapes
    assert "26 March 2019" in shape._inline.docPr.get("descr")
    assert not any("\ue000" <= letter <= "\uf8ff" for letter in html + text)


def test_a_word_document_is_never_sent_to_a_terminal(folder: Path) -> None:
    ended = inside(folder, "draft", "Marlow Vale", "--format", "docx")
    assert ended.code == 2
    assert "--out draft.docx" in ended.err


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("Nowhere", "'Nowhere' is neither a change nor a council"),
        ("Leicester", "nothing is known of Leicester yet. Run `watcher check`"),
    ],
)
def test_what_is_not_known_is_said(folder: Path, what: str, says: str) -> None:
    ended = inside(folder, "brief", what)
    assert ended.code == 2
    assert says in ended.err


def test_a_firms_own_template_takes_the_place_of_ours(folder: Path) -> None:
    own = folder / "templates" / "draft"
    own.mkdir(parents=True, exist_ok=True)
    (own / "short.md.j2").write_text("# {{ d.council }}\n\nPublished on {{ d.day }}.{{ cite(d.cite) }}\n")
    assert inside(folder, "draft", "Marlow Vale", "--template", "short").out.startswith(
        "# Marlow Vale\n\nPublished on 20 October 2026.[^1]\n"
    )


def test_a_template_that_states_something_without_a_source_makes_no_draft(folder: Path) -> None:
    own = folder / "templates" / "draft"
    own.mkdir(parents=True, exist_ok=True)
    (own / "bare.md.j2").write_text("# {{ d.council }}\n\nEverything is well in {{ d.council }}.\n")
    ended = inside(folder, "draft", "Marlow Vale", "--template", "bare")
    assert (ended.code, ended.out) == (1, "")
    assert "states something without a source: 'Everything is well in Marlow Vale.'" in ended.err


def test_a_template_that_is_not_there_is_named(folder: Path) -> None:
    ended = inside(folder, "draft", "Marlow Vale", "--template", "missing")
    assert ended.code == 2
    assert "No template is called draft/missing.md.j2" in ended.err


def test_of_a_report_that_is_held_nothing_is_written(folder: Path, tmp_path: Path) -> None:
    folder = copytree(folder, tmp_path / "demo")
    with open_store(read(folder / "watcher.toml")) as store:
        store.reports.doubt("ofsted:44/9000001", "59000105", "the two readings differ")
    for command in ("draft", "brief"):
        ended = inside(folder, command, "Marlow Vale", "--out", str(tmp_path / f"{command}.html"))
        assert (ended.code, ended.out) == (1, "")
        assert "the report on Marlow Vale of 20 October 2026 is held" in ended.err
        assert "the two readings differ" in ended.err
        assert not (tmp_path / f"{command}.html").exists()


def test_without_its_pdf_nothing_of_a_report_is_quoted(folder: Path, tmp_path: Path) -> None:
    folder = copytree(folder, tmp_path / "demo")
    for path in (folder / "state" / "kept").rglob("*"):
        if path.is_file():
            path.unlink()
    document = json.loads(inside(folder, "brief", "Marlow Vale", "--format", "json").out)
    assert [document[name] for name in ("summary", "strengths", "concerns", "improve", "law")] == [[]] * 5
    assert document["left_out"] > 0
    assert "**[TODO: Read the report for its concerns." in inside(folder, "draft", "Marlow Vale").out


def test_a_letter_has_a_brief_and_no_draft(folder: Path) -> None:
    story = "9000001@2025-02-25"
    assert "A letter gives no grades." in inside(folder, "brief", story).out
    ended = inside(folder, "draft", story)
    assert ended.code == 2
    assert "gives no grades" in ended.err


def test_a_draft_is_checked_in_words_and_in_json(folder: Path, tmp_path: Path) -> None:
    draft = tmp_path / "draft.md"
    assert inside(folder, "draft", "Marlow Vale", "--out", str(draft)).code == 0
    assert inside(folder, "check-draft", str(draft)).code == 0
    draft.write_text(
        draft.read_text(encoding="utf-8").replace("20 October 2026", "21 October 2026", 1), encoding="utf-8"
    )
    changed = inside(folder, "check-draft", str(draft), "--json")
    assert changed.code == 1
    wrong = [item for item in changed.lines if item["verdict"] not in ("supported", "todo")]
    assert wrong and all("21 October 2026" in item["text"] for item in wrong)
    assert "21 October 2026" in inside(folder, "check-draft", str(draft)).out
