"""Sets up the log on standard error: errors only, unless the user asks for more."""

from __future__ import annotations

import logging

_LEVELS = (logging.ERROR, logging.INFO, logging.DEBUG)
# Libraries that log every step. Only -vv shows those lines.
_VERBOSE_LIBRARIES = ("asyncio", "scrapy", "twisted", "apscheduler", "filelock", "alembic", "aiohttp")
# What the operator should read however quiet the program is kept.
_NOTICES = "watcher.notice"
# It logs a traceback for what it raises again, and is said in one line.
_RAISES_AGAIN = "scrapy"
# It logs a traceback for each malformed mail from a stranger, and carries on.
_BOUNCE_READER = "flufl.bounce"


def set_up_logging(verbosity: int) -> None:
    """Log errors only (0), progress as well (1), or everything (2 and more)."""
    level = _LEVELS[min(verbosity, 2)]
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s", force=True)
    logging.getLogger(_NOTICES).setLevel(min(level, logging.WARNING))
    logging.getLogger(_BOUNCE_READER).setLevel(level if verbosity > 1 else logging.CRITICAL)
    for name in _VERBOSE_LIBRARIES:
        logging.getLogger(name).setLevel(max(level, logging.WARNING) if verbosity < 2 else level)
    if verbosity < 2:
        logging.getLogger(_RAISES_AGAIN).setLevel(logging.CRITICAL)
