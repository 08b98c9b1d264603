"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# How long an example takes says how busy the machine is.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports and the replica, beside the checkout; its absence fails the test."""
    if not (SHARED / "reports" / "truth.csv").is_file():
        pytest.fail(f"{SHARED} is not there; tests marked `shared` need the real reports beside the checkout")
    return SHARED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures that tests recorded as `summary`: a title and lines below it."""
    for title, *lines in _summaries(terminalreporter):
        terminalreporter.section(title)
        terminalreporter.line("\n".join(lines))


def _summaries(terminalreporter: pytest.TerminalReporter) -> Iterator[list[str]]:
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            yield from (value for name, value in report.user_properties if name == "summary")
