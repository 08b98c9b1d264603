"""The pages in a real Chromium: with script and without, by keyboard alone, and as axe sees them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.commands.test_serve_web import configured, link_in, serving, until
from tests.support.chromium import DESKTOP, PHONE, SMALL_PHONE, chromium, window
from tests.support.smtp_sink import SmtpSink
from tests.support.web_pages import shown
from tests.support.web_past import tell_the_past
from tests.support.web_site import LEICESTER, RUTLAND, Site, running_site

pytestmark = pytest.mark.browser

READER = "reader@example.org"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(params=["with script", "without script"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    with window(browser, java_script_enabled=request.param == "with script") as context:
        opened = context.new_page()
        opened.on("pageerror", lambda error: pytest.fail(f"a script failed: {error}"))
        yield opened


def test_from_sign_up_to_leaving_with_a_real_mail_server(page: Page, tmp_path: Path) -> None:
    with SmtpSink() as sink:
        port = configured(tmp_path, sink.url)
        with serving(tmp_path, port) as process:
            home = f"http://127.0.0.1:{port}"
            page.goto(home)
            choose(page, "leices", "Leicester")
            choose(page, "rutl", "Rutland")
            page.get_by_label("Weekly").check()
            page.get_by_label("Email address").fill(READER)
            page.get_by_label("I want").check()
            page.get_by_role("button", name="Sign up").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("Check your email")

            until(lambda: sink.messages, process)
            page.goto(home + link_in(sink.messages[0].content))
            expect(page.get_by_role("main")).to_contain_text("Leicester, Rutland")
            page.get_by_role("button", name="Yes, sign me up").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("You are signed up")

            page.get_by_role("main").get_by_role("link", name="change what you follow").click()
            expect(page.get_by_label("Leicester")).to_be_checked()
            page.get_by_label("Leicester").uncheck()
            page.get_by_label("Email me in weeks without news").check()
            page.get_by_role("button", name="Save").click()
            expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
            expect(page.get_by_label("Rutland")).to_be_checked()
            expect(page.get_by_label("Email me in weeks without news")).to_be_checked()

            page.get_by_role("button", name="Stop all emails").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("No more emails")


def choose(page: Page, typed: str, name: str) -> None:
    """Search as a person does, who presses Enter, and tick what is found."""
    page.get_by_label("Find a council").fill(typed)
    page.get_by_label("Find a council").press("Enter")
    page.get_by_label(name, exact=True).check()


def test_the_unsubscribe_page_stops_one_thing_or_all(page: Page, site: Site) -> None:
    reader = site.signed_up(READER, authority=[LEICESTER, RUTLAND])
    way_out = f"{site.base_url}/u/{site.tokens.unsubscribe(reader)}"
    page.goto(way_out)
    assert len(site.store.subscribers.subscriptions()) == 2
    page.get_by_label("Only emails about Rutland").check()
    page.get_by_role("button", name="Unsubscribe").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You’ve unsubscribed from this")
    page.goto(way_out)
    page.get_by_role("button", name="Unsubscribe").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("No more emails")
    assert site.store.subscribers.subscriptions() == []


def test_a_preview_tells_what_one_would_have_had_and_keeps_the_form(page: Page, site: Site) -> None:
    tell_the_past(site.store, site.clock(), timedelta(days=800))
    page.goto(site.base_url)
    page.get_by_label("Email address").fill(READER)
    choose(page, "leices", "Leicester")
    page.get_by_role("button", name="Show the emails").click()
    expect(page.locator("#past")).to_contain_text("you would have had 3 emails")
    expect(page.get_by_label("Email address")).to_have_value(READER)
    assert READER not in page.url


def test_what_is_wrong_is_listed_and_each_line_leads_to_its_field(page: Page, site: Site) -> None:
    page.goto(site.base_url)
    page.get_by_label("Email address").fill("nobody")
    page.get_by_role("button", name="Sign up").click()
    expect(page).to_have_title("Error: Get an email when Ofsted reports on a council – Marlow alerts")
    alert = page.get_by_role("alert")
    expect(alert).to_be_focused()
    alert.get_by_role("link", name="name@example.org").click()
    expect(page.get_by_label("Email address")).to_be_focused()
    expect(page.get_by_label("Email address")).to_have_value("nobody")
    expect(page.get_by_label("Email address")).to_have_attribute("aria-invalid", "true")


def test_everything_can_be_done_by_keyboard_alone(page: Page, site: Site) -> None:
    page.goto(site.base_url)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Find a council"))
    page.keyboard.type("leicester")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Leicester", exact=True)).to_be_visible()
    tab_to(page, page.get_by_label("Leicester", exact=True))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_label("Daily"))
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Weekly")).to_be_checked()
    tab_to(page, page.get_by_label("Email address"))
    page.keyboard.type(READER)
    tab_to(page, page.get_by_label("I want"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_label("Email address"), backwards=True)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your email")
    page.goto(site.base_url + site.link_to(READER))
    tab_to(page, page.get_by_role("button", name="Yes, sign me up"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed up")
    [follow] = site.store.subscribers.subscriptions()
    assert (follow.topic, follow.frequency.value) == (f"authority:{LEICESTER}", "weekly")


def tab_to(page: Page, field: Locator, *, backwards: bool = False) -> None:
    """Press Tab until the field has the focus, which must be seen on it."""
    for _ in range(60):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        if field.evaluate("field => field === document.activeElement"):
            assert field.evaluate("field => getComputedStyle(field).outlineStyle") != "none"
            return
    pytest.fail(f"{field} is not reached by Tab")


def test_typing_finds_councils_and_keeps_those_that_were_ticked(browser: Browser, site: Site) -> None:
    with window(browser) as context:
        page, said = context.new_page(), list[str]()
        page.on("console", lambda message: said.append(message.text))
        page.goto(site.base_url)
        search = page.get_by_label("Find a council")
        search.press_sequentially("leices")
        page.get_by_label("Leicester", exact=True).check()
        # as extensions and checkers do, whose styles must not be carried over against our own policy
        page.locator("[id]").evaluate_all("all => all.forEach(one => { one.style.top = '0'; one.style.top = ''; })")
        search.fill("rutl")
        expect(page.get_by_label("Rutland")).to_be_visible()
        expect(page.get_by_label("Leicester", exact=True)).to_be_checked()
        expect(page.get_by_label("Leicestershire")).to_have_count(0)
        expect(page.get_by_role("status").filter(has_text="found for")).to_contain_text("“rutl”")
        expect(search).to_be_focused()
        assert page.evaluate("document.querySelectorAll('style').length") == 0
        assert said == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE, SMALL_PHONE], ids=["desktop", "390", "320"])
def test_axe_finds_nothing_on_any_page_and_none_scrolls_sideways(
    browser: Browser, tmp_path: Path, size: dict[str, int], scheme: str
) -> None:
    with running_site(tmp_path) as site, window(browser, size, color_scheme=scheme) as context:
        for name, go in shown(site).items():
            page = context.new_page()
            go(page)
            results = Axe().run(page, options=RULES)
            assert len(results.response["passes"]) > 10
            assert results.violations_count == 0, f"{name}: {results.generate_report()}"
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= size["width"], f"{name} is {width} pixels wide"
            page.close()
