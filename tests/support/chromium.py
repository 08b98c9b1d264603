"""Debian's Chromium, driven by Playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
DESKTOP = {"width": 1100, "height": 900}
PHONE = {"width": 390, "height": 844}
SMALL_PHONE = {"width": 320, "height": 640}


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser. If it is missing, the test fails and says what to install."""
    path = shutil.which("chromium")
    if path is None:
        pytest.fail("chromium is not installed; `apt-get install chromium`, or leave out the tests marked `browser`")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def window(browser: Browser, size: dict[str, int] | None = None, **options: Any) -> Iterator[BrowserContext]:
    """A fresh profile: `color_scheme`, `java_script_enabled` and the like are options of Playwright."""
    context = browser.new_context(viewport=size or DESKTOP, locale="en-GB", **options)  # type: ignore[arg-type]
    context.set_default_timeout(10_000)
    try:
        yield context
    finally:
        context.close()
