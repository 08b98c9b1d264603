"""What a library says of a failed request, as the operator is told it."""

from __future__ import annotations
