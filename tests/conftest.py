"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports and the replica, beside the checkout; its absence fails the test."""
    if not (SHARED / "reports" / "truth.csv").is_file():
        pytest.fail(f"{SHARED} is not there; tests marked `shared` need the real reports beside the checkout")
    return SHARED
