"""Signing up, from the form to the confirmed subscription."""

from __future__ import annotations

import pytest

from tests.support.builders import NOW
from tests.support.web_site import EAST_MIDLANDS, LEICESTER, RUTLAND, Site, a_form
from watcher.model.interest import USUAL_INTERESTS, Interest
from watcher.model.reader import SuppressionReason
from watcher.model.subscription import Frequency

READER = "reader@example.org"


def test_the_form_names_every_field_and_has_one_heading_of_the_first_level(site: Site) -> None:
    page = site.get("/")
    assert page.status == 200
    assert page.html.html and page.html.html["lang"] == "en-GB"
    assert len(page.html.select("h1")) == 1
    labelled = {label["for"] for label in page.html.select("label")}
    fields = [field for field in page.html.select("input") if field["type"] != "hidden"]
    assert len(fields) > 15
    assert {field["id"] for field in fields} == labelled


def test_nobody_is_subscribed_until_the_button_of_the_mailed_link_was_pressed(site: Site) -> None:
    form = a_form(authority=[LEICESTER, RUTLAND], region=[EAST_MIDLANDS], interest=["send"], frequency="weekly")
    asked = site.post("/sign-up", form)
    assert (asked.status, "Check your email" in asked.words) == (200, True)
    assert site.store.subscribers.subscriptions() == []
    link = site.link_to(READER)
    looked = site.get(link)
    assert "Leicester, Rutland, the East Midlands" in looked.words and "Weekly" in looked.words
    assert site.store.subscribers.subscriptions() == []
    assert "You are signed up" in site.post(link).words
    found = {(one.topic, one.frequency, one.interests) for one in site.store.subscribers.subscriptions()}
    topics = (f"authority:{LEICESTER}", f"authority:{RUTLAND}", f"region:{EAST_MIDLANDS}")
    assert found == {(topic, Frequency.WEEKLY, (Interest.SEND,)) for topic in topics}


def test_the_consent_is_on_record_word_for_word_without_the_full_internet_address(site: Site) -> None:
    reader = site.signed_up(READER)
    [consent] = site.store.readers.consents(reader)
    assert consent["text"].startswith("I want Marlow alerts to email me at this address about what I chose above.")
    assert consent["text"] in site.get("/").words
    assert (consent["page"], consent["network"]) == (site.base_url + "/", "127.0.0.0/24")
    assert (consent["version"], consent["given_at"], consent["confirmed_at"]) == ("2", NOW, NOW)


def test_the_confirmation_mail_says_what_was_asked_for_and_is_no_mailing_list(site: Site) -> None:
    site.post("/sign-up", a_form())
    [mail] = site.mails(READER)
    assert mail["Subject"] == "Please confirm that you want emails from Marlow alerts"
    assert (mail["Auto-Submitted"], mail["List-Unsubscribe"]) == ("auto-generated", None)
    assert (mail["From"], mail["Reply-To"]) == ("Marlow alerts <alerts@watcher.example>", "people@watcher.example")
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        assert part is not None
        content = str(part.get_content())
        assert "Leicester" in content and "Daily" in content and site.link_to(READER) in content
    assert site.posted == [NOW]


def test_what_is_missing_is_said_at_its_field_and_nothing_typed_is_lost(site: Site) -> None:
    form = [("address", "reader at example"), ("region", EAST_MIDLANDS), ("frequency", "weekly"), ("q", "")]
    page = site.post("/sign-up", form)
    assert page.status == 422
    links = [link["href"].removeprefix("#") for link in page.html.select(".summary a")]  # type: ignore[union-attr]
    assert links == ["interest-inspections", "address", "agreed"]
    assert all(page.html.find(id=field) for field in links)
    address = page.html.select_one("#address")
    assert address and address["value"] == "reader at example" and address["aria-invalid"] == "true"
    described = str(address["aria-describedby"]).split()
    assert all(page.html.find(id=name) for name in described) and "address-wrong" in described
    checked = {field["id"] for field in page.html.select("input[checked]")}
    assert checked == {f"region-{EAST_MIDLANDS}", "frequency-weekly"}
    assert site.store.outbox.pending_count() == 0


def test_an_empty_form_says_everything_that_is_missing(site: Site) -> None:
    page = site.post("/sign-up", [])
    assert page.status == 422
    assert len(page.html.select(".summary li")) == 5


def test_the_answer_is_the_same_whoever_asks(site: Site) -> None:
    site.signed_up("known@example.org")
    site.store.suppressions.stop("complained@example.org", SuppressionReason.COMPLAINED, "complaint", NOW)
    site.store.suppressions.stop("left@example.org", SuppressionReason.LEFT, "by link", NOW)
    site.clock.wait(hours=2)
    names = ("known", "complained", "left", "new", "new")
    answers = [site.post("/sign-up", a_form(address=f"{name}@example.org")) for name in names]
    assert len({answer.body for answer in answers}) == 1
    assert {answer.status for answer in answers} == {200}
    assert len({tuple(sorted(set(answer.headers.keys()))) for answer in answers}) == 1
    assert site.mails("complained@example.org") == []
    assert len(site.mails("new@example.org")) == len(site.mails("left@example.org")) == 1


def test_one_who_follows_all_of_it_already_is_told_so_and_let_in(site: Site) -> None:
    reader = site.signed_up(READER)
    site.clock.wait(hours=2)
    site.post("/sign-up", a_form())
    assert "You already get these emails" in site.mails(READER)[-1]["Subject"]
    link = site.link_to(READER)
    assert link.startswith("/manage/") and site.tokens.read_manage(link.removeprefix("/manage/")) == (reader, 0)
    site.clock.wait(hours=2)
    site.post("/sign-up", a_form(frequency="weekly"))
    link = site.link_to(READER)
    assert link.startswith("/confirm/")
    text = site.mails(READER)[-1].get_body(("plain",))
    assert text is not None
    for told in (" ".join(str(text.get_content()).split()), site.get(link).words):
        assert "The request expires in a week" in told and "address is deleted" not in told


def test_confirming_again_is_harmless_and_says_so(site: Site) -> None:
    reader = site.signed_up(READER)
    link = site.link_to(READER)
    again = site.post(link)
    assert again.status == 200 and "You have already confirmed" in again.words
    site.store.readers.leave(reader, NOW)
    for answer in (site.get(link), site.post(link)):
        assert "You have already confirmed" in answer.words
    assert site.store.subscribers.subscriptions() == []


def test_a_link_that_is_too_old_cut_off_or_forged_says_what_to_do(site: Site) -> None:
    site.post("/sign-up", a_form())
    link = site.link_to(READER)
    for path in (link[:-1], link + "x", "/confirm/x", f"/confirm/{site.tokens.manage(1)}", "/confirm/" + "A" * 5000):
        for answer in (site.get(path), site.post(path)):
            assert answer.status == 400 and "Sign up again" in answer.words
    site.clock.wait(days=7, seconds=2)
    for answer in (site.get(link), site.post(link)):
        assert answer.status == 410 and "Sign up again" in answer.words
    assert site.store.subscribers.subscriptions() == []


def test_a_sign_up_that_was_erased_cannot_be_confirmed(site: Site) -> None:
    site.post("/sign-up", a_form())
    link = site.link_to(READER)
    site.store.erasure.forget(READER, NOW)
    assert site.post(link).status == 410
    assert site.store.subscribers.subscriptions() == []


def test_everything_is_one_subscription(site: Site) -> None:
    site.signed_up(READER, more=[("everything", "yes")])
    assert [one.topic for one in site.store.subscribers.subscriptions()] == ["all"]
    assert site.store.subscribers.subscriptions()[0].interests == USUAL_INTERESTS


@pytest.mark.parametrize(
    "field", [("authority", "99999"), ("region", "E0"), ("other", "own-posts"), ("topic", "own-posts")]
)
def test_what_is_not_offered_cannot_be_chosen(site: Site, field: tuple[str, str]) -> None:
    answer = site.post("/sign-up", a_form(authority=[], more=[field]))
    assert answer.status == 422 and "Choose at least one council" in answer.words


def test_a_search_without_script_keeps_what_was_typed_and_ticked(site: Site) -> None:
    form = a_form(authority=[RUTLAND], more=[("q", "leices"), ("find", "yes")])
    for typed in (form, [field for field in form if field[0] != "find"]):
        page = site.post("/sign-up", typed)
        assert page.status == 200
        ticks = [(tick["value"], tick.has_attr("checked")) for tick in page.html.select("#found input[type=checkbox]")]
        assert ticks[:2] == [(RUTLAND, True), (LEICESTER, False)]
        assert not page.html.select(".summary")
        address = page.html.select_one("#address")
        assert address and address["value"] == READER
    assert site.store.outbox.pending_count() == 0
    after = [*form[:-1], ("searched", "leices"), ("authority", LEICESTER)]
    assert "Check your email" in site.post("/sign-up", after).words


def test_a_search_with_script_gets_only_the_part_of_the_page(site: Site) -> None:
    part = site.get(f"/authorities?q=leices&authority={RUTLAND}", HX_Request="true")
    assert "<html" not in part.text
    assert [tick["value"] for tick in part.html.select("input[type=checkbox]")][:2] == [RUTLAND, LEICESTER]
    assert "found for “leices”" in part.words


@pytest.mark.parametrize(
    "address",
    [
        "a@example.org\r\nBcc: b@example.org", "a@example.org,b@example.org", '"a b"@example.org', "a@b", "@", "",
        "Ann <a@example.org>", "a" * 10_000 + "@example.org", "jörg@example.org", "a@straße.example", "a\0@example.org",
        "a@example.org\u202e", "a@example..org", "a@[127.0.0.1]",
    ],
)  # fmt: skip
def test_an_address_that_no_server_takes_is_refused_in_words(site: Site, address: str) -> None:
    page = site.post("/sign-up", a_form(address=address))
    assert page.status == 422
    assert [link["href"] for link in page.html.select(".summary a")] == ["#address"]
    assert len(page.body) < 30_000
    assert site.store.outbox.pending_count() == 0


def test_an_international_domain_is_kept_in_the_form_that_servers_take(site: Site) -> None:
    site.signed_up("reader@xn--bcher-kva.example")
    site.clock.wait(hours=2)
    site.post("/sign-up", a_form(address=" Reader@BÜCHER.example ", frequency="weekly"))
    assert len(site.mails("reader@xn--bcher-kva.example")) == 2


def test_what_was_typed_is_shown_as_text_never_as_markup(site: Site) -> None:
    attack = '"><script>alert(1)</script>'
    fields = a_form(address=attack, more=[("q", attack), ("find", "yes")])
    for page in (
        site.post("/sign-up", fields),
        site.post("/preview", fields),
        site.post("/manage", fields),
        site.get("/authorities?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E"),
        site.get("/%3Cscript%3E"),
    ):
        assert b"<script>" not in page.body
    assert "Marlow &amp; Partners &lt;solicitors&gt;" in site.get("/").text
