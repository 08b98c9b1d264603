"""Where the signing keys come from."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import SecretStr

from watcher.model.errors import ConfigError
from watcher.settings import Settings
from watcher.subscribers.keys import keys


def test_the_environments_keys_are_used_in_their_order(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, secret_keys=SecretStr(f"{'n' * 40}, {'o' * 40}"))
    assert keys(settings) == ("n" * 40, "o" * 40)
    assert not settings.state.exists()


def test_a_key_is_made_at_first_need_for_the_user_alone_and_kept(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    made = keys(settings)
    assert keys(settings) == made
    path = settings.state / "secret.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in settings.state.iterdir()] == ["secret.key"]
    assert keys(Settings(home=tmp_path / "other")) != made


def test_programs_that_start_at_once_share_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: keys(Settings(home=tmp_path)), range(32)))
    assert len(found) == 1


@pytest.mark.parametrize("given", ["short", ",", f"{'n' * 40},short"])
def test_a_key_that_could_be_guessed_is_refused(tmp_path: Path, given: str) -> None:
    with pytest.raises(ConfigError, match="WATCHER_SECRET_KEYS"):
        keys(Settings(home=tmp_path, secret_keys=SecretStr(given)))


def test_a_key_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    keys(settings)
    (settings.state / "secret.key").chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        keys(settings)


def test_an_empty_key_file_is_refused(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    keys(settings)
    (settings.state / "secret.key").write_text("")
    with pytest.raises(ConfigError, match="contains no key"):
        keys(settings)
