"""What is said on standard error while working: quiet unless asked."""

from __future__ import annotations

import logging

_LEVELS = (logging.ERROR, logging.INFO, logging.DEBUG)
# Libraries that narrate their own work; theirs is heard only when everything is asked for.
_TALKATIVE = ("asyncio", "scrapy", "twisted", "apscheduler", "filelock", "alembic", "aiohttp")
# It prints a traceback, and reads on, where a stranger's mail is not as mail should be.
_HOSTILE_MAIL = "flufl.bounce"


def set_up_logging(verbosity: int) -> None:
    """0 says errors only, 1 what is done, 2 and more everything."""
    level = _LEVELS[min(verbosity, 2)]
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s", force=True)
    logging.getLogger(_HOSTILE_MAIL).setLevel(level if verbosity > 1 else logging.CRITICAL)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(max(level, logging.WARNING) if verbosity < 2 else level)
