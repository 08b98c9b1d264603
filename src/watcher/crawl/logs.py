"""Keeps Scrapy from logging every request and item. Failures become faults, which we report."""

from __future__ import annotations

import logging
from typing import Any

from scrapy.logformatter import LogFormatter, LogFormatterResult


class QuietLog(LogFormatter):
    """Logs no line for a page or an item. A failed item is named without its content, which may be a whole PDF."""

    def crawled(self, *_: Any) -> None:  # type: ignore[override]
        return None

    def scraped(self, *_: Any) -> None:  # type: ignore[override]
        return None

    def item_error(self, item: Any, exception: BaseException, response: Any, spider: Any) -> LogFormatterResult:
        """The runner raises the exception again, so the log needs it only for debugging."""
        args = {"kind": type(item).__name__}
        return {"level": logging.DEBUG, "msg": "recording a %(kind)s failed", "args": args}

    def download_error(self, *_: Any, **__: Any) -> LogFormatterResult:
        return {"level": logging.DEBUG, "msg": "a download failed", "args": {}}
