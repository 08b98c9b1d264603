"""Turns errors into faults of the source where they happened, in words that stay the same from check to check."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

from watcher.model.errors import SourceError, TooCostlyError

logger = logging.getLogger(__name__)

# The exceptions that unexpected data can cause. Any other exception ends the check with an error.
MISTAKES = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
# "Cannot connect to host example.gov.uk:443 ssl:<ssl.SSLContext object at 0x7f…> [Name or service not known]"
_OBJECT = re.compile(r"\s*\b\w+:<[\w.]+ object at 0x[0-9a-f]+>")


@contextmanager
def errors_become_faults_of(source_id: str) -> Iterator[None]:
    """Turn an error while reading one source into a fault of that source."""
    try:
        yield
    except TooCostlyError as error:
        raise SourceError(source_id, error.reason) from error
    except MISTAKES as mistake:
        logger.exception("Processing %s failed", source_id)
        raise SourceError(source_id, f"processing it failed: {mistake!r}") from mistake


def in_words(error: BaseException) -> str:
    """The error's message without memory addresses: they differ each time, so one fault would look like many."""
    return _OBJECT.sub("", str(error)) or "the connection failed"
