"""What is recorded as known is listed with its reason and can be sent later; what was missed is sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.inside import inside
from tests.support.program import Ended, configure
from watcher.demo.councils import EASTMERE, MARLOW_VALE, NEWS, Council
from watcher.demo.site import DemoSite

START, LATER, NEXT_DAY = "2026-10-19T07:05", "2026-10-20T13:05", "2026-10-21T13:05"


@pytest.fixture
def site() -> Iterator[DemoSite]:
    with DemoSite() as running:
        yield running


def follow(folder: Path, site: DemoSite, *councils: Council, name: str = "watcher.toml") -> None:
    """A configuration that follows these councils alone."""
    pages = ", ".join(f'"{site.base_url}/provider/{council.key}"' for council in councils)
    config = configure(folder, site.base_url, authorities=f"[]\nproviders = [{pages}]")
    if name != config.name:
        config.rename(folder / name)


def read_by(folder: Path, frequency: str = "immediately") -> None:
    asked = ("--topic", "all", "--frequency", frequency, "--now", START)
    assert inside(folder, "subscribe", "reader@example.org", *asked).code == 0


def mails(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted((folder / "state" / "outbox").glob("*.eml"))]


def not_sent(folder: Path) -> dict[str, dict[str, str]]:
    """What was recorded as known, by the number of its file."""
    return {row["url"].rpartition("/")[2]: row for row in inside(folder, "changes", "--not-sent", "--json").lines}


def test_what_was_published_while_a_council_was_not_followed_is_told_when_it_is_again(
    tmp_path: Path, site: DemoSite
) -> None:
    follow(tmp_path, site, MARLOW_VALE, EASTMERE)
    assert inside(tmp_path, "check", "--now", START).code == 0
    read_by(tmp_path)
    follow(tmp_path, site, EASTMERE)
    assert inside(tmp_path, "run", "--now", "2026-10-19T08:05").code == 0
    site.publish(NEWS)
    assert inside(tmp_path, "run", "--now", LATER).code == 0
    assert mails(tmp_path) == []
    follow(tmp_path, site, MARLOW_VALE, EASTMERE)
    assert inside(tmp_path, "run", "--now", NEXT_DAY).code == 0
    assert inside(tmp_path, "run", "--now", NEXT_DAY).code == 0
    [mail] = mails(tmp_path)
    assert NEWS.file_id.encode() in mail


def test_what_was_there_at_first_sight_is_listed_with_the_reason_and_sent_when_asked(
    tmp_path: Path, site: DemoSite
) -> None:
    follow(tmp_path, site, MARLOW_VALE)
    site.publish(NEWS)
    assert inside(tmp_path, "check", "--now", LATER).code == 0
    read_by(tmp_path)
    listed = not_sent(tmp_path)
    assert {row["why"] for row in listed.values()} == {"first sight"} and len(listed) == 5
    assert "first sight: ofsted:44/9000001: Children's services" in inside(tmp_path, "changes", "--not-sent").out
    ended = inside(tmp_path, "notify", listed[NEWS.file_id]["id"], "--now", NEXT_DAY)
    assert ended.code == 0 and "It goes out with the next emails" in ended.out and "2 of 4 judgements down" in ended.out
    assert inside(tmp_path, "run", "--now", NEXT_DAY).code == 0
    [mail] = mails(tmp_path)
    assert NEWS.file_id.encode() in mail
    assert NEWS.file_id not in not_sent(tmp_path)
    again = inside(tmp_path, "notify", listed[NEWS.file_id]["id"], "--now", NEXT_DAY)
    assert again.code == 2 and "was already sent" in again.err


def test_what_is_held_and_what_is_told_anyway_is_not_sent_this_way(tmp_path: Path, site: DemoSite) -> None:
    follow(tmp_path, site, MARLOW_VALE, EASTMERE)
    assert inside(tmp_path, "check", "--now", START).code == 0
    site.publish(NEWS)
    assert inside(tmp_path, "check", "--now", LATER).code == 0
    [change] = inside(tmp_path, "changes", "--json").lines
    refused = inside(tmp_path, "notify", change["id"], "--now", NEXT_DAY)
    assert refused.code == 2 and "its followers get it anyway" in refused.err
    unknown = inside(tmp_path, "notify", "ffff", "--now", NEXT_DAY)
    assert unknown.code == 2 and "`watcher changes --not-sent` lists what can be sent" in unknown.err


# --- two configurations ---------------------------------------------------------------------------


def refused(ended: Ended) -> bool:
    return ended.code == 2 and "is not the configuration that this state belongs to" in ended.err


def test_another_configuration_is_refused_until_it_adopts_the_state(tmp_path: Path, site: DemoSite) -> None:
    follow(tmp_path, site, EASTMERE, name="other.toml")
    follow(tmp_path, site, MARLOW_VALE)
    assert inside(tmp_path, "check", "--now", START).code == 0
    for command in ("check", "run", "status"):
        assert refused(inside(tmp_path, command, "--config", "other.toml"))
    assert inside(tmp_path, "run", "--config", "other.toml", "--adopt", "--now", LATER).code == 0
    assert inside(tmp_path, "status", "--config", "other.toml", "--now", LATER).code == 0
    assert refused(inside(tmp_path, "status"))


def test_a_configuration_of_init_stays_the_same_edited_and_moved_and_a_copy_beside_it_is_another(
    tmp_path: Path, site: DemoSite
) -> None:
    first = tmp_path / "first"
    assert inside(tmp_path, "init", "first").code == 0
    config = first / "watcher.toml"
    written = (
        config.read_text().replace("https://reports.ofsted.gov.uk", site.base_url).replace("delay = 2", "delay = 0")
    )
    config.write_text(written)
    assert inside(first, "check", "--now", START).code == 0
    (first / "copy.toml").write_text(written)
    assert refused(inside(first, "status", "--config", "copy.toml"))
    first.rename(tmp_path / "moved")
    assert inside(tmp_path / "moved", "status", "--now", START).code == 0
    (tmp_path / "moved" / "watcher.toml").rename(tmp_path / "moved" / "inspections.toml")
    (tmp_path / "moved" / "copy.toml").unlink()
    assert inside(tmp_path / "moved", "status", "--config", "inspections.toml", "--now", START).code == 0
    assert inside(tmp_path, "init", "second").code == 0
    (tmp_path / "second" / "state").rmdir()
    (tmp_path / "moved" / "state").rename(tmp_path / "second" / "state")
    assert refused(inside(tmp_path / "second", "status"))
