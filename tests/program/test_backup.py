"""A deployment backed up while it works, and brought back: nothing is lost, and nobody is told twice."""

from __future__ import annotations

import sqlite3
import stat
import tarfile
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from tests.support.inside import inside
from watcher.commands.backup import back_up, restore
from watcher.commands.run import check, digest_due
from watcher.commands.start import init, open_store
from watcher.commands.subscribers import subscribe
from watcher.demo.site import DemoSite
from watcher.demo.story import CONFIG, OPERATOR, STEPS
from watcher.model.errors import StoreError
from watcher.model.subscription import Frequency
from watcher.settings import Settings, read

READER = "reader@example.org"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    init(home)
    return home


def settings_of(home: Path, site: DemoSite) -> Settings:
    config = home / "watcher.toml"
    config.write_text(CONFIG.format(base_url=site.base_url, operator=OPERATOR), encoding="utf-8")
    return read(config)


def test_a_backup_is_private_and_restores_into_an_empty_folder_alone(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "state.backup"
    assert inside(home, "subscribe", READER, "--topic", "Leicester").code == 0
    made = inside(home, "backup", str(file))
    assert made.code == 0, made.err
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = inside(home, "backup", str(file))
    assert again.code == 2 and "already" in again.err
    back = inside(tmp_path, "restore", str(file), "--into", "new")
    assert back.code == 0, back.err
    assert READER in inside(tmp_path / "new", "subscribers").out
    full = inside(tmp_path, "restore", str(file), "--into", "new")
    assert full.code == 2 and "not empty" in full.err


def changed(file: Path, name: str, data: bytes | None) -> None:
    """Write a backup anew with one of its files changed, or left out."""
    with tarfile.open(file) as archive:
        held = {entry.name: archive.extractfile(entry).read() for entry in archive}  # type: ignore[union-attr]
    held[name] = data if data is not None else b""
    with tarfile.open(file, "w:gz") as archive:
        for each, content in held.items():
            if each != name or data is not None:
                entry = tarfile.TarInfo(each)
                entry.size = len(content)
                archive.addfile(entry, BytesIO(content))


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("watcher.toml", b"authorities = 'all'", "watcher.toml is not what was backed up"),
        ("watcher.toml", None, "watcher.toml is missing"),
        ("state/more", b"x", "state/more is missing or does not belong there"),
        ("../outside", b"x", "not a backup of watcher"),
    ],
)
def test_a_backup_that_was_changed_is_refused_and_leaves_nothing(
    home: Path, tmp_path: Path, name: str, data: bytes | None, why: str
) -> None:
    file, into = tmp_path / "state.backup", tmp_path / "new"
    with open_store(read(home / "watcher.toml")):
        back_up(read(home / "watcher.toml"), home / "watcher.toml", file, datetime.now(UTC))
    changed(file, name, data)
    with pytest.raises(StoreError, match=why):
        restore(file, into, datetime.now(UTC))
    assert list(into.iterdir()) == [] and not (tmp_path / "outside").exists()


def test_a_backup_of_a_newer_version_is_refused(home: Path, tmp_path: Path) -> None:
    file, settings = tmp_path / "state.backup", read(home / "watcher.toml")
    with open_store(settings):
        pass
    with closing(sqlite3.connect(home / "state" / "watcher.db")) as conn, conn:
        conn.execute("UPDATE alembic_version SET version_num = '9999'")
    back_up(settings, home / "watcher.toml", file, datetime.now(UTC))
    with pytest.raises(StoreError, match="newer version of watcher"):
        restore(file, tmp_path / "new", datetime.now(UTC))


def test_what_may_have_been_sent_after_the_backup_waits_for_the_operator(home: Path, tmp_path: Path) -> None:
    first, news = STEPS[0].now, STEPS[1].now
    file, restored = tmp_path / "state.backup", tmp_path / "new"
    with DemoSite() as site:
        settings = settings_of(home, site)
        with open_store(settings) as store:
            check(settings, store, first)
            list(subscribe(store, READER, ["all"], Frequency.IMMEDIATELY, first))
            back_up(settings, home / "watcher.toml", file, first)
            STEPS[1].change(site)
            check(settings, store, news)
            assert digest_due(settings, store, news).mails >= 1
        again = news + timedelta(hours=1)
        restore(file, restored, again)
        settings = read(restored / "watcher.toml")
        with open_store(settings) as store:
            check(settings, store, again)
            digest_due(settings, store, again)
            held = [mail for mail in store.outbox_operator.mails("failed", 10) if mail.address == READER]
            assert held and store.outbox.pending(again + timedelta(days=1), 10) == []
            assert "may have been sent after the backup" in str(held[0].error)
            assert store.outbox_operator.retry(held[0].id, again) is None
            assert len(store.outbox.pending(again, 10)) == 1


def test_own_templates_and_spiders_come_back(home: Path, tmp_path: Path) -> None:
    too_early = inside(home, "backup", str(tmp_path / "b"))
    assert too_early.code == 2 and "watcher.db is not there. `watcher check` makes it" in too_early.err
    assert inside(home, "send").code == 0
    for name in ("templates/digest/words.j2", "spiders/news.py"):
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_text("mine")
    assert inside(home, "backup", str(tmp_path / "b")).code == 0
    assert inside(tmp_path, "restore", "b", "--into", "there").code == 0
    assert (tmp_path / "there" / "templates" / "digest" / "words.j2").read_text() == "mine"
    assert (tmp_path / "there" / "spiders" / "news.py").read_text() == "mine"


def test_a_backup_that_is_not_there_is_named_and_no_folder_is_made(tmp_path: Path) -> None:
    ended = inside(tmp_path, "restore", "none.backup", "--into", "there")
    assert ended.code == 2 and "none.backup is not a file" in ended.err
    assert not (tmp_path / "there").exists()
