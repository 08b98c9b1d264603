"""What a person sees: whole, and never taken for markup."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from rich.console import Console

from tests.support.builders import NOW, SOURCE_ID, a_change, a_record, a_source
from tests.support.stores import new_store
from watcher.cli.documents.status import status_document
from watcher.cli.screens import passes, readers
from watcher.cli.screens.status import show_status
from watcher.commands.check import PassSummary
from watcher.commands.refusals import DoubtfulStop
from watcher.mail.deliver import Delivered

HOSTILE = "School [/b] :bomb: [red]x"


@pytest.fixture
def console() -> Console:
    return Console(file=io.StringIO(), width=80, highlight=False, emoji=False, soft_wrap=True)


def said(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_a_name_in_the_progress_bar_is_never_markup() -> None:
    terminal = Console(file=io.StringIO(), force_terminal=True, width=100)
    with passes.progress(terminal) as progress:
        progress(0, 3, "[/]")
        progress(1, 3, HOSTILE)
    assert HOSTILE in said(terminal)


def test_nothing_that_was_scraped_or_typed_is_markup(console: Console) -> None:
    passes.say_pass(console, PassSummary(faults={HOSTILE: HOSTILE}, stopped=HOSTILE))
    passes.say_sent(console, Delivered(trouble=HOSTILE))
    passes.say_change(console, a_change(headline=HOSTILE, problems=(HOSTILE,)))
    passes.say_report(console, {"file": HOSTILE, "error": HOSTILE})
    readers.show_doubtful_stops(console, [DoubtfulStop("a@example.org", HOSTILE, NOW)])
    assert said(console).count(HOSTILE) == 9


def test_a_change_is_shown_with_the_id_that_a_correction_asks_for(console: Console) -> None:
    passes.say_change(console, a_change(id="0123456789abcdef0123", headline="Marlow Vale: still Good"))
    assert said(console).splitlines()[0] == "2025-03-03 09:00Z  0123456789  Marlow Vale: still Good"


def test_status_lists_what_is_followed_with_faults_first_and_nothing_cut_off(tmp_path: Path, console: Console) -> None:
    with new_store(tmp_path) as store:
        school = a_source(id="ofsted:21/1", url="https://reports.example/1", name=HOSTILE)
        fresh = a_source(id="ofsted:44/2", url="https://reports.example/2", name="Eastmere")
        left = a_source(id="ofsted:44/3", url="https://reports.example/3", name="Thornley")
        store.pages.follow([a_source(), school, fresh, left], NOW)
        store.pages.record(a_record(changes=(a_change(held=True, report=None),)))
        store.faults.report(school.id, "the page answered 404 " * 10, NOW + timedelta(hours=1))
        store.pages.follow([a_source(), school, fresh], NOW)
        store.outbox.plan_note("<n@x>", "op@example.org", "Faults [/b]", b"...", [], [], NOW)
        store.outbox.mark_failed(store.outbox.pending(NOW, 1)[0].id, "550 no such user", NOW)
        document = status_document(store, timedelta(hours=74), NOW)
    show_status(console, document)
    lines = [line.split() for line in said(console).splitlines()]
    text = " ".join(word for line in lines for word in line)
    assert text.startswith(
        "No run is on record yet. Start one with `watcher check`, or with `watcher defer` if you use workers. "
        "3 sources followed, 1 checked, "
        "last success 2025-03-03 09:00Z 0 emails pending, 1 undeliverable "
        "1 change held, 1 not yet emailed to the operator "
        "1 older document still to be read, 0 not read for certain fault"
    )
    assert text.count("404") == 10
    assert ["ofsted:44/2", "Eastmere", "never", "not", "checked", "yet"] in lines
    assert [SOURCE_ID, "Marlow", "Vale", "2025-03-03", "09:00Z", "OK"] in lines
    assert "Thornley" not in text and "550 no such user" in text and HOSTILE in text
