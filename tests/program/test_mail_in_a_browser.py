"""The mails as a browser shows them: checked by axe, in light and dark, and never wider than a phone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from tests.support.draw_digest import SCHEMES, WIDTHS
from tests.support.every_mail import every_mail

pytestmark = pytest.mark.browser

# A mail is shown inside a page that has the landmarks.
AXE = {"resultTypes": ["violations"], "rules": {"region": {"enabled": False}, "landmark-one-main": {"enabled": False}}}

EVERY_MAIL = every_mail()
mails = pytest.mark.parametrize("name", EVERY_MAIL)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    assert program, "Debian's chromium is not installed"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program)
        yield launched
        launched.close()


@mails
def test_axe_finds_nothing_against_a_mail(browser: Browser, name: str) -> None:
    for width, scheme in zip(WIDTHS, SCHEMES, strict=True):
        page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        page.set_content(EVERY_MAIL[name].html)
        found = Axe().run(page, options=AXE)
        assert found.violations_count == 0, f"{width} {scheme}: {found.generate_report()}"
        page.close()


@mails
def test_a_mail_needs_no_sideways_scrolling_on_a_phone(browser: Browser, name: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.set_content(EVERY_MAIL[name].html)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.close()
