"""Errors as faults of the source they happened at, and in words that stay the same from one pass to the next."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from watcher.model.errors import SourceError

logger = logging.getLogger(__name__)

# What code raises that meets data it did not expect; anything else ends the pass loudly.
MISTAKES = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
# "Cannot connect to host example.gov.uk:443 ssl:<ssl.SSLContext object at 0x7f…> [Name or service not known]"
_OBJECT = re.compile(r"\s*\b\w+:<[\w.]+ object at 0x[0-9a-f]+>")


@contextmanager
def errors_become_faults_of(source_id: str) -> Iterator[None]:
    """Turn a mistake made over one source into that source's fault."""
    try:
        yield
    except MISTAKES as mistake:
        logger.exception("Processing %s failed", source_id)
        raise SourceError(source_id, f"processing it failed: {mistake!r}") from mistake


def in_words(error: BaseException) -> str:
    """Its message without the addresses of objects: they differ each time, so one trouble would look like many."""
    return _OBJECT.sub("", str(error)) or "the connection failed"
