"""The configuration file: what it may hold, and how a mistake in it is named."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest

from watcher.model.errors import ConfigError
from watcher.settings import OFSTED, Settings, read


def configured(folder: Path, text: str) -> Settings:
    path = folder / "watcher.toml"
    path.write_text(text, encoding="utf-8")
    return read(path)


def test_an_empty_file_means_the_defaults(tmp_path: Path) -> None:
    settings = configured(tmp_path, "")
    assert (settings.ofsted.base_url, settings.fetch.delay) == (OFSTED, 2)
    assert settings.store_url == f"sqlite:///{tmp_path}/state/watcher.db"


def test_a_relative_database_lies_beside_the_file(tmp_path: Path) -> None:
    assert configured(tmp_path, '[store]\nurl = "sqlite:///x.db"').store_url == f"sqlite:///{tmp_path}/x.db"
    postgres = "postgresql://watcher@db.example/watcher"
    assert configured(tmp_path, f'[store]\nurl = "{postgres}"').store_url == postgres


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("authority = 'all'", "authority: unknown key"),
        ("[fetch]\ndelai = 2", "fetch.delai: unknown key"),
        ("[fetch]\ndelay = -1", "fetch.delay: Input should be greater than or equal to 0"),
        ("[mail]\nsmtp = 'http://relay'", "mail.smtp: must begin with smtp"),
        ("[mail]\nsender = 'nobody'", "mail.sender: not a valid email address"),
        ("[mail]\nsender = 'watcher@'", "mail.sender: not a valid email address"),
        ("[mail]\nsender = ''", "mail.sender: not a valid email address"),
        ("[mail]\noperator = 'ops@'", "mail.operator: not a valid email address"),
        ("[mail]\nreply_to = 'a@b..c'", "mail.reply_to: not a valid email address"),
        (
            "[mail]\noperator = 'ops@exämple.org'",
            "mail.operator: not a valid email address: it has non-ASCII characters",
        ),
        ('[mail]\nsender_name = "Watch\\nBcc: x@y.z"', "mail.sender_name: must be one line"),
        ("[ofsted]\nbase_url = 'ofsted'", "ofsted.base_url: not a valid web address"),
        ("[digest]\nweekly_on = 'someday'", "digest.weekly_on: Input should be 'monday'"),
        ("mail_password = 'secret'", "Set the variable WATCHER_MAIL_PASSWORD instead"),
        ("authorities = 'Leicester'", "authorities: must be a list, for example"),
        ("authorities =", "not valid TOML"),
    ],
)
def test_a_mistake_is_named_with_its_key_and_file(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as refused:
        configured(tmp_path, text)
    assert said in str(refused.value) and "watcher.toml" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="Create it with `watcher init`"):
        read(tmp_path / "watcher.toml")


def test_the_environment_wins_and_is_the_only_place_for_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WATCHER_STORE__URL", "postgresql://db.example/watcher")
    monkeypatch.setenv("WATCHER_MAIL_PASSWORD", "open sesame")
    settings = configured(tmp_path, '[store]\nurl = "sqlite:///x.db"')
    assert settings.store_url == "postgresql://db.example/watcher"
    assert settings.mail_password and settings.mail_password.get_secret_value() == "open sesame"
    assert "sesame" not in repr(settings)


def test_a_time_of_day_is_written_as_one_and_a_bare_number_is_refused(tmp_path: Path) -> None:
    config = tmp_path / "watcher.toml"
    config.write_text('[digest]\ndaily_at = "07:15"\nweekly_at = 06:45:00\n', encoding="utf-8-sig")
    times = read(config).digest
    assert (times.daily_at, times.weekly_at) == (time(7, 15), time(6, 45))
    config.write_text("[digest]\ndaily_at = 830\n")
    with pytest.raises(ConfigError, match='Expected something like "08:30"'):
        read(config)
