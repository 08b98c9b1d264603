"""`watcher.toml` and the environment, read once into one frozen value.

Every key can be overridden by a variable: `WATCHER_STORE__URL` for `[store] url`. Secrets have no key in
the file at all; they come from the environment only.
"""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from watcher.model.address import parsed_address
from watcher.model.errors import ConfigError

CONFIG_NAME = "watcher.toml"
OFSTED = "https://reports.ofsted.gov.uk"


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be a web address such as https://reports.ofsted.gov.uk")
    return value.rstrip("/")


def _address(value: str) -> str:
    try:
        parsed_address(value)
    except ValueError as error:
        raise ValueError(f"must be one mail address: {error}") from error
    return value


def _address_or_none(value: str) -> str:
    return _address(value) if value else value


def _one_line(value: str) -> str:
    if not value.isprintable():
        raise ValueError("must be one line of plain text")
    return value


def _smtp(value: str) -> str:
    if value and urlsplit(value).scheme not in ("smtp", "smtps", "smtp+starttls"):
        raise ValueError("must begin with smtp+starttls://, smtps:// or smtp:// (a relay on this machine)")
    return value


WebAddress = Annotated[str, AfterValidator(_web_address)]
MailAddress = Annotated[str, AfterValidator(_address)]
MailAddressOrNone = Annotated[str, AfterValidator(_address_or_none)]
OneLine = Annotated[str, AfterValidator(_one_line)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Ofsted(_Section):
    base_url: WebAddress = OFSTED


class Fetch(_Section):
    """How sites are asked. `delay` and `timeout` are seconds; `contact` is told to every site."""

    delay: float = Field(default=2.0, ge=0)
    timeout: float = Field(default=60.0, gt=0)
    contact: str = ""


class StoreSettings(_Section):
    url: str = ""


class MailSettings(_Section):
    """`smtp` empty: mails are written to `state/outbox/`. `identity` is printed at the foot of every mail.

    `bounces` is the mailbox to which undeliverable mail returns, `list_id` the name of the list for ever,
    `a_minute` how many mails may go out in a minute (0: no limit); `dkim_selector` and `dkim_key` sign them.
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

    `follow` names sources of `sources.toml`, or is "authorities": those of the councils that are followed.
    `sources` is the file of one's own sources. `keep_text` is for how many days the text of an item is kept,
    `quote_words` how many words of a council's release a mail may quote, `titles` whether press headlines are
    shown at all.
    """

    follow: Literal["authorities", "all"] | tuple[str, ...] = ()
    sources: Path = Path("sources.toml")
    articles_a_visit: int = Field(default=25, ge=1)
    keep_text: int = Field(default=30, ge=0)
    quote_words: int = Field(default=40, ge=0, le=40)
    titles: bool = True


class Web(_Section):
    """The pages of `watcher web`. `base_url` is where readers reach them; empty: there are none.

    `host` and `port` are where the program listens, `behind_proxy` whether a proxy in front tells who asks.
    """

    base_url: Annotated[str, AfterValidator(lambda value: _web_address(value) if value else value)] = ""
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    behind_proxy: bool = False
    privacy_url: Annotated[str, AfterValidator(lambda value: _web_address(value) if value else value)] = ""


class DigestTimes(_Section):
    """Times of day in Europe/London."""

    daily_at: time = time(8, 30)
    weekly_at: time = time(8, 30)
    weekly_on: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] = "monday"


class Settings(BaseSettings):
    """The whole configuration. `home` is the folder of `watcher.toml`; everything local lies below it."""

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
    secret_keys: SecretStr | None = None
    mail_password: SecretStr | None = None
    home: Path = Path()

    @property
    def state(self) -> Path:
        return self.home / "state"

    @property
    def store_url(self) -> str:
        """The configured address; a relative SQLite file lies below `home`, wherever the command is run."""
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
        """The environment wins over the file; the file is handed in by `read`."""
        return env_settings, init_settings


def read(path: Path) -> Settings:
    """The configuration in a file. `ConfigError` names the file, the key and what is wrong with it."""
    if not path.is_file():
        raise ConfigError(f"there is no {path}; `watcher init` writes one, or name another with --config")
    try:
        values = TomlConfigSettingsSource(Settings, toml_file=path)()
        return Settings(**_without_secrets(values, path), home=path.resolve().parent)
    except ValidationError as error:
        raise ConfigError(f"{path}: {_in_words(error)}") from None
    except ValueError as error:
        raise ConfigError(f"{path} is not valid TOML: {error}") from None


def _without_secrets(values: dict[str, Any], path: Path) -> dict[str, Any]:
    for secret in ("mail_password", "secret_keys"):
        if secret in values:
            raise ConfigError(f"{path}: {secret} does not belong in a file; set WATCHER_{secret.upper()} instead")
    if "home" in values:
        raise ConfigError(f"{path}: home: unknown key")
    return values


# Where pydantic's own words speak of Python.
_WHY = {"extra_forbidden": "unknown key", "tuple_type": 'must be a list, such as ["Leicester"]'}


def _in_words(error: ValidationError) -> str:
    return "; ".join(dict.fromkeys(_one(item["loc"], item["type"], item["msg"]) for item in error.errors()))


def _one(place: tuple[int | str, ...], kind: str, message: str) -> str:
    where = ".".join(str(part) for part in place if not str(part).startswith(("literal", "tuple")))
    return f"{where}: {_WHY.get(kind) or message.removeprefix('Value error, ')}"
