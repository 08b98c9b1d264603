"""Every page in every state that looks different, for a browser: to draw it and to check it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from playwright.sync_api import Page

from tests.support.web_past import tell_the_past
from tests.support.web_site import EAST_MIDLANDS, LEICESTER, RUTLAND, Site, a_form

GoTo = Callable[[Page], object]


def shown(site: Site) -> Mapping[str, GoTo]:
    """By name: how a browser gets there. Fills the store with a reader and two years of reports."""
    tell_the_past(site.store, site.clock(), timedelta(days=800))
    reader = site.signed_up("reader@example.org", authority=[LEICESTER, RUTLAND], region=[EAST_MIDLANDS])
    site.post("/sign-up", a_form(address="new@example.org", authority=[LEICESTER, RUTLAND], region=[EAST_MIDLANDS]))
    confirm = site.link_to("new@example.org")
    manage, leave = f"/manage/{site.tokens.manage(reader)}", f"/u/{site.tokens.unsubscribe(reader)}"

    def at(path: str, *then: GoTo) -> GoTo:
        def go(page: Page) -> None:
            page.goto(site.base_url + path)
            for step in then:
                step(page)

        return go

    return {
        "sign-up": at("/"),
        "found": at("/", _search),
        "preview": at("/", _search, _tick_leicester, _preview),
        "mend": at("/", _sign_up_as_nobody),
        "asked": at("/", lambda page: _sign_up(page, site)),
        "confirm": at(confirm),
        "cut-off": at(confirm[:-2]),
        "manage-door": at("/manage"),
        "manage": at(manage),
        "saved": at(manage, _save),
        "leave": at(leave),
        "cannot-leave": at("/u/x"),
        "privacy": at("/privacy"),
        "missing": at("/missing"),
    }


def _search(page: Page) -> None:
    page.get_by_label("Find a council").fill("le")
    page.get_by_role("button", name="Find").click()
    page.get_by_label("Leicester", exact=True).wait_for()


def _tick_leicester(page: Page) -> None:
    page.get_by_label("Leicester", exact=True).check()


def _preview(page: Page) -> None:
    page.get_by_role("button", name="Show the emails").click()
    page.get_by_text("you would have had").wait_for()


def _sign_up_as_nobody(page: Page) -> None:
    page.get_by_role("button", name="Sign up").click()
    page.get_by_role("alert").wait_for()


def _save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()


def _sign_up(page: Page, site: Site) -> None:
    _search(page)
    _tick_leicester(page)
    # every browser asks for another address: a mailbox gets one mail an hour
    page.get_by_label("Email address").fill(f"reader{site.store.outbox.pending_count()}@example.org")
    page.get_by_label("I want").check()
    page.get_by_role("button", name="Sign up").click()
    page.get_by_role("heading", name="Check your email").wait_for()
