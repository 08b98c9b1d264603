"""What a library says of a failed request, as the operator is told it."""

from __future__ import annotations

import re

# "Cannot connect to host example.gov.uk:443 ssl:<ssl.SSLContext object at 0x7f…> [Name or service not known]"
_OBJECT = re.compile(r"\s*\b\w+:<[\w.]+ object at 0x[0-9a-f]+>")


def in_words(error: BaseException) -> str:
    """Its message without the addresses of objects: they differ each time, so one trouble would look like many."""
    return _OBJECT.sub("", str(error)) or "the connection broke"
