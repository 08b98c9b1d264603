"""Reads `watcher.toml` and the environment into one frozen value.

An environment variable overrides each key: `WATCHER_STORE__URL` for `[store] url`. Secrets come from the
environment only and have no key in the file.
"""

from __future__ import annotations

import tomllib
from datetime import time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from watcher.model.address import parsed_address
from watcher.model.errors import ConfigError

CONFIG_NAME = "watcher.toml"
OFSTED = "https://reports.ofsted.gov.uk"


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("not a valid web address. Expected something like https://reports.ofsted.gov.uk")
    return value.rstrip("/")


def _time_of_day(value: object) -> object:
    """A time, written "08:30"; a bare number would be taken for seconds after midnight."""
    if isinstance(value, int | float):
        raise ValueError(f'{value} is not a time of day. Expected something like "08:30"')
    return value


def _address(value: str) -> str:
    try:
        parsed_address(value)
    except ValueError as error:
        raise ValueError(f"not a valid email address: {error}") from error
    return value


def _address_or_none(value: str) -> str:
    return _address(value) if value else value


def _one_line(value: str) -> str:
    if not value.isprintable():
        raise ValueError("must be one line of text, without line breaks or hidden characters")
    return value


def _smtp(value: str) -> str:
    if value and urlsplit(value).scheme not in ("smtp", "smtps", "smtp+starttls"):
        raise ValueError("must begin with smtp+starttls://, smtps:// or smtp://, for example smtps://mail.example.org")
    return value


WebAddress = Annotated[str, AfterValidator(_web_address)]
WebAddressOrNone = Annotated[str, AfterValidator(lambda value: _web_address(value) if value else value)]
MailAddress = Annotated[str, AfterValidator(_address)]
MailAddressOrNone = Annotated[str, AfterValidator(_address_or_none)]
OneLine = Annotated[str, AfterValidator(_one_line)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Ofsted(_Section):
    base_url: WebAddress = OFSTED


class Fetch(_Section):
    """How pages are fetched. `delay` and `timeout` are in seconds; `contact` is part of our User-Agent.

    `hosts_at_once` is the most hosts with a request in progress; one host never has two.
    """

    delay: float = Field(default=2.0, ge=0)
    timeout: float = Field(default=60.0, gt=0)
    contact: str = ""
    hosts_at_once: int = Field(default=32, ge=1)


class StoreSettings(_Section):
    url: str = ""


class MailSettings(_Section):
    """How mail is sent. If `smtp` is empty, mails are written to `state/outbox/`.

    `identity` is printed at the foot of every mail. `bounces` is the mailbox that undeliverable mail returns to.
    `list_id` is the permanent name of the list. `a_minute` limits the mails per minute (0: no limit).
    `dkim_selector` and `dkim_key` sign them.
    """

    smtp: Annotated[str, AfterValidator(_smtp)] = ""
    sender: MailAddress = "watcher@localhost"
    sender_name: OneLine = "Inspection watcher"
    operator: MailAddressOrNone = ""
    reply_to: MailAddressOrNone = ""
    identity: str = ""
    bounces: MailAddressOrNone = ""
    list_id: OneLine = ""
    a_minute: int = Field(default=0, ge=0)
    dkim_selector: OneLine = ""
    dkim_key: Path | None = None


class NewsSettings(_Section):
    """Which news sites are read, and how much of them.

    `follow` lists ids from `sources.toml`, or is "authorities" for the sites of the followed councils.
    `sources` is the user's own sources file. `keep_text` is how many days the text of an item is kept.
    `quote_words` is how many words of a council's release a mail may quote. `titles` says whether mails show
    press headlines.
    """

    follow: Literal["authorities", "all"] | tuple[str, ...] = ()
    sources: Path = Path("sources.toml")
    articles_a_visit: int = Field(default=25, ge=1)
    keep_text: int = Field(default=30, ge=0)
    quote_words: int = Field(default=40, ge=0, le=40)
    titles: bool = True


class StatusSettings(_Section):
    """`stale_after`: after how many hours without a good pass silence means nothing any more.

    74, so that a weekend under the crontab of `watcher init` is none. `weekly`: whether the operator gets a line a week
    that the program runs. `ping` is an address that is asked for after each good run, and its `/fail` after a bad one.
    `metrics` is a file for Prometheus that each run writes; `serve` offers the same on `metrics_port` (0: nowhere).
    """

    stale_after: float = Field(default=74, gt=0)
    weekly: bool = True
    ping: WebAddressOrNone = ""
    metrics: Path | None = None
    metrics_port: int = Field(default=0, ge=0, le=65535)


class Web(_Section):
    """The pages of `watcher web`. `base_url` is their public address. If it is empty, readers get no pages.

    `host` and `port` are where the program listens. `behind_proxy` says whether to trust X-Forwarded-For.
    """

    base_url: WebAddressOrNone = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    behind_proxy: bool = False
    privacy_url: WebAddressOrNone = ""


class DeskSettings(_Section):
    """What drafts of articles say of the firm: `contact` line by line, and the line that its regulator wants."""

    firm: OneLine = ""
    contact: tuple[OneLine, ...] = ()
    regulatory: OneLine = ""


class Cluster(_Section):
    """Several machines at one PostgreSQL database: `watcher defer` says what is due, and `watcher worker` does it.

    `jobs_at_once` is how many hosts one worker visits at the same time.
    """

    enabled: bool = False
    jobs_at_once: int = Field(default=8, ge=1, le=8)


TimeOfDay = Annotated[time, BeforeValidator(_time_of_day)]


class DigestTimes(_Section):
    """Times of day in Europe/London."""

    daily_at: TimeOfDay = time(8, 30)
    weekly_at: TimeOfDay = time(8, 30)
    weekly_on: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] = "monday"


class Settings(BaseSettings):
    """The whole configuration. `home` is the folder of `watcher.toml`; all local files are inside it."""

    model_config = SettingsConfigDict(extra="forbid", frozen=True, env_prefix="WATCHER_", env_nested_delimiter="__")

    authorities: Literal["all"] | tuple[str, ...] = ()
    providers: tuple[str, ...] = ()
    ofsted: Ofsted = Ofsted()
    fetch: Fetch = Fetch()
    store: StoreSettings = StoreSettings()
    mail: MailSettings = MailSettings()
    digest: DigestTimes = DigestTimes()
    news: NewsSettings = NewsSettings()
    web: Web = Web()
    status: StatusSettings = StatusSettings()
    cluster: Cluster = Cluster()
    desk: DeskSettings = DeskSettings()
    secret_keys: SecretStr | None = None
    mail_password: SecretStr | None = None
    id: OneLine = ""
    home: Path = Path()
    config_name: str = CONFIG_NAME

    @property
    def stale_after(self) -> timedelta:
        return timedelta(hours=self.status.stale_after)

    @property
    def password(self) -> str | None:
        """The password for the mail server, in plain text."""
        return self.mail_password.get_secret_value() if self.mail_password else None

    @property
    def state(self) -> Path:
        return self.home / "state"

    @property
    def store_url(self) -> str:
        """The configured database URL. A relative SQLite path counts from `home`, not the current folder."""
        url = self.store.url or "sqlite:///state/watcher.db"
        scheme, slashes, path = url.partition(":///")
        if slashes and scheme.startswith("sqlite") and not path.startswith(("/", ":memory:")):
            return f"{scheme}:///{self.home / path}"
        return url

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment overrides the file; `read` passes in the file's values."""
        return env_settings, init_settings


def read(path: Path) -> Settings:
    """Read a configuration file. `ConfigError` names the file, the key and what is wrong with it."""
    if not path.is_file():
        raise ConfigError(f"{path} does not exist. Create it with `watcher init`, or name another file with --config.")
    try:
        values = tomllib.loads(path.read_text(encoding="utf-8-sig"))  # some editors begin a file with a mark
        return Settings(**_without_secrets(values, path), home=path.resolve().parent, config_name=path.name)
    except ValidationError as error:
        raise ConfigError(f"{path}: {_in_words(error)}") from None
    except ValueError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}") from None


def _without_secrets(values: dict[str, Any], path: Path) -> dict[str, Any]:
    for secret in ("mail_password", "secret_keys"):
        if secret in values:
            raise ConfigError(
                f"{path}: {secret} must not be in the file. Set the variable WATCHER_{secret.upper()} instead."
            )
    for key in ("home", "config_name"):
        if key in values:
            raise ConfigError(f"{path}: {key}: unknown key")
    return values


# Plain words for errors that pydantic describes in terms of Python.
_WHY = {"extra_forbidden": "unknown key", "tuple_type": 'must be a list, for example ["Leicester"]'}


def _in_words(error: ValidationError) -> str:
    return "; ".join(dict.fromkeys(_one(item["loc"], item["type"], item["msg"]) for item in error.errors()))


def _one(place: tuple[int | str, ...], kind: str, message: str) -> str:
    where = ".".join(str(part) for part in place if not str(part).startswith(("literal", "tuple")))
    return f"{where}: {_WHY.get(kind) or message.removeprefix('Value error, ')}"
