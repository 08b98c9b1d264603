"""The demonstration as a newcomer sees it: told to its end, in a folder of its own, whatever is configured."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from rich.console import Console

from watcher.commands.start import open_store
from watcher.demo.councils import EASTMERE, MARLOW_VALE
from watcher.demo.story import OPERATOR, READER, STEPS, run_demo
from watcher.model.errors import ConfigError
from watcher.settings import read


@dataclass(frozen=True)
class Shown:
    """What came of one demonstration: the digest as a page, and what the terminal showed."""

    folder: Path
    page: Path
    said: str

    @property
    def mail(self) -> EmailMessage:
        return read_mail(self.page.with_suffix(".eml"))


def demonstrated(folder: Path) -> Shown:
    out = io.StringIO()
    page = run_demo(folder, Console(file=out, width=200, soft_wrap=True))
    return Shown(folder, page, out.getvalue())


def read_mail(path: Path) -> EmailMessage:
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    """One demonstration, on a machine where a mail server and a database are configured that do not answer."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WATCHER_MAIL__SMTP", "smtp://127.0.0.1:1")
        patch.setenv("WATCHER_STORE__URL", "postgresql+psycopg://127.0.0.1:1/none")
        made = demonstrated(tmp_path_factory.mktemp("demo"))
    yield made


def test_it_ends_with_a_brief_and_a_draft_to_open(shown: Shown) -> None:
    for name, begins in (("brief.html", b"<!doctype html>"), ("draft.docx", b"PK")):
        path = shown.folder / name
        assert path.read_bytes().startswith(begins)
        assert str(path) in shown.said


def test_it_says_every_step_and_where_the_digest_lies(shown: Shown) -> None:
    assert all(step.title in shown.said for step in STEPS)
    assert str(shown.page) in shown.said
    assert str(shown.page.with_suffix(".eml")) in shown.said


def test_the_digest_says_which_grades_fell(shown: Shown) -> None:
    assert shown.mail["To"] == READER
    assert "Marlow Vale" in shown.mail["Subject"]
    assert "Requires improvement" in shown.page.read_text(encoding="utf-8")


def test_one_change_is_recorded_and_it_lowers_two_judgements(shown: Shown) -> None:
    with open_store(read(shown.folder / "watcher.toml")) as store:
        [change] = list(store.changes.recorded())
    assert change.provider.urn == MARLOW_VALE.urn
    assert [comparison.steps for comparison in change.judgements if comparison.steps] == [-1, -1]
    assert not change.held


def test_the_reader_has_one_mail_and_the_operator_one(shown: Shown) -> None:
    mails = [read_mail(path) for path in shown.page.parent.glob("*.eml")]
    assert sorted(str(mail["To"]) for mail in mails) == [OPERATOR, READER]
    [note] = [mail for mail in mails if mail["To"] == OPERATOR]
    text = note.get_body(("plain",))
    assert text is not None
    assert EASTMERE.name in text.get_content()


def test_it_may_be_told_again_in_the_same_folder(shown: Shown, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    shutil.copytree(shown.folder, folder)
    assert demonstrated(folder).page.exists()


def test_it_leaves_a_folder_alone_that_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear reader", encoding="utf-8")
    with pytest.raises(ConfigError, match="not empty"):
        demonstrated(tmp_path)
    assert (tmp_path / "letter.txt").exists()
