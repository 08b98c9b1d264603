"""Sets up the log on standard error: errors only, unless the user asks for more. No address and no secret is in it."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from urllib.parse import urlsplit

from watcher.model.address import without_addresses
from watcher.model.errors import ConfigError, install_extra

_OURS = "watcher"
_LEVELS = (logging.ERROR, logging.INFO, logging.DEBUG)
# What the operator should read however quiet the program is kept.
_NOTICES = "watcher.notice"
# They log a traceback for what they raise again, or for each malformed mail from a stranger, and carry on.
_EXCITABLE = ("scrapy", "flufl.bounce")
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def set_up_logging(verbosity: int, *, as_json: bool = False) -> None:
    """Log errors only (0), a line for each source and decision too (1), or everything, also of libraries (2 and more).

    With `as_json` each line is an object. `ConfigError` if the library for that is not installed.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(_Discreet(_json() if as_json else logging.Formatter(_FORMAT), as_json=as_json))
    everything = verbosity > 1
    logging.basicConfig(level=logging.DEBUG if everything else logging.ERROR, handlers=[handler], force=True)
    level = _LEVELS[min(verbosity, 2)]
    logging.getLogger(_OURS).setLevel(level)
    logging.getLogger(_NOTICES).setLevel(min(level, logging.WARNING))
    for name in _EXCITABLE:
        logging.getLogger(name).setLevel(logging.DEBUG if everything else logging.CRITICAL)


def writes_json() -> bool:
    """Whether standard error is to hold nothing but JSON."""
    formatters = (handler.formatter for handler in logging.getLogger().handlers)
    return any(isinstance(one, _Discreet) and one.as_json for one in formatters)


class _Discreet(logging.Formatter):
    """Takes addresses and secrets out of what another formatter wrote, tracebacks included."""

    def __init__(self, inner: logging.Formatter, *, as_json: bool) -> None:
        super().__init__()
        self._inner, self.as_json = inner, as_json
        self._secrets = sorted(_secrets(), key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        line = self._inner.format(record)
        for secret in self._secrets:
            line = line.replace(secret, "***")
        return without_addresses(line)


def _secrets() -> Iterator[str]:
    """The secrets that the environment holds."""
    given = os.environ.get
    keys = given("WATCHER_SECRET_KEYS", "").split(",")
    ping = urlsplit(given("WATCHER_STATUS__PING", ""))
    found = (given("WATCHER_MAIL_PASSWORD"), urlsplit(given("WATCHER_STORE__URL", "")).password, ping.path.strip("/"))
    yield from (one.strip() for one in (*keys, *found) if one and one.strip())


def _json() -> logging.Formatter:
    try:
        import structlog
    except ModuleNotFoundError:
        raise ConfigError(f"Logs as JSON need more packages. {install_extra('monitoring')}") from None
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.stdlib.add_logger_name,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            structlog.processors.format_exc_info,
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
    )
