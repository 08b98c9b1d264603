"""Keeping a mistake of our own in reading one page from ending the pass for all the others."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from watcher.model.errors import SourceError

logger = logging.getLogger(__name__)

# What code raises that meets data it did not expect; anything else ends the pass loudly.
MISTAKES = (ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


@contextmanager
def errors_become_faults_of(source_id: str) -> Iterator[None]:
    """Turn a mistake made over one source into that source's fault."""
    try:
        yield
    except MISTAKES as mistake:
        logger.exception("%s could not be processed", source_id)
        raise SourceError(source_id, f"processing it failed: {mistake!r}") from mistake
