"""Every header rule on every kind of mail that is sent, with pages of the web and without."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.builders import NOW
from tests.support.every_mail import a_note, every_digest
from tests.support.mail_rules import check_list_mail, check_mail, html_of, raw_header, text_of
from watcher.digests.letters import Letter, already_following, confirmation, manage_link
from watcher.digests.letters import Letterhead as LetterHead
from watcher.digests.views import Digest
from watcher.mail.message import digest_message, message_id, note_message
from watcher.mail.render import render_digest, render_letter, render_note
from watcher.mail.sender import ReaderPages, Sender
from watcher.model.interest import USUAL_INTERESTS
from watcher.model.reader import Consent, SignUp, Wishes
from watcher.model.subscription import Frequency
from watcher.subscribers.tokens import Tokens

PAGES = ReaderPages("https://alerts.firm.example", Tokens(["k" * 32]))
WITH_PAGES = Sender("alerts@firm.example", "Inspection alerts", "team@firm.example", "inspections.firm.example", PAGES)
WITHOUT = replace(WITH_PAGES, pages=None, reply_to="", list_id="")
IDENTITY = "Invented LLP is authorised and regulated by nobody: SRA number 000000"
DIGESTS = every_digest()
WISHES = Wishes(("all",), tuple(USUAL_INTERESTS), Frequency.DAILY)
ASKED = SignUp("s1", "reader@example.org", WISHES, Consent("1", "I agree", "/sign-up", "192.0.2.0/24"), NOW)
HEAD = LetterHead("Inspection alerts", {}, IDENTITY)
LETTERS = {
    "confirmation": confirmation(ASKED, "https://alerts.firm.example/confirm/x", HEAD),
    "nothing new": already_following(ASKED, "https://alerts.firm.example/manage/x", HEAD),
    "let in": manage_link("https://alerts.firm.example/manage/x", NOW, HEAD),
}


def finished(digest: Digest, sender: Sender) -> bytes:
    head = sender.letterhead(IDENTITY)
    rendered = render_digest(replace(digest, letterhead=head))
    id_ = message_id(sender, 7, 3)
    return digest_message(rendered, "reader@example.org", sender, id_, NOW, **sender.reader_links(3))


@pytest.mark.parametrize("name", DIGESTS)
def test_every_mail_of_the_list_can_be_left_with_one_click(name: str) -> None:
    content = finished(DIGESTS[name], WITH_PAGES)
    message = check_list_mail(content, https=True)
    assert message["List-Id"] == "Inspection digests <inspections.firm.example>"
    assert message["Reply-To"] == "team@firm.example"
    assert raw_header(content, "List-Unsubscribe").startswith(f"<{PAGES.unsubscribe(3)}>, <mailto:team@firm.example?")


@pytest.mark.parametrize("name", DIGESTS)
def test_without_pages_every_mail_of_the_list_can_be_left_by_mail_and_says_so(name: str) -> None:
    message = check_list_mail(finished(DIGESTS[name], WITHOUT), https=False)
    assert "Unsubscribe by email" in html_of(message) and "Unsubscribe by email" in text_of(message)
    assert message["List-Id"] == "Inspection digests <digests.firm.example>"


@pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS)
def test_every_mail_about_a_subscription_keeps_the_rules(letter: Letter) -> None:
    rendered = render_letter(letter)
    check_mail(note_message(rendered, "reader@example.org", WITH_PAGES, message_id(WITH_PAGES, "x"), NOW))


def test_a_note_to_the_operator_keeps_the_rules() -> None:
    note = render_note(a_note())
    message = check_mail(note_message(note, "op@example.org", WITH_PAGES, message_id(WITH_PAGES, "x"), NOW))
    assert message["List-Id"] is None and message["List-Unsubscribe"] is None


@pytest.mark.parametrize("name", DIGESTS)
def test_who_writes_and_who_regulates_them_stands_in_both_parts(name: str) -> None:
    message = check_mail(finished(DIGESTS[name], WITH_PAGES))
    assert IDENTITY in " ".join(text_of(message).split()) and IDENTITY in html_of(message)


@pytest.mark.parametrize("letter", LETTERS)
def test_so_it_does_in_the_mails_about_a_subscription(letter: str) -> None:
    rendered = render_letter(LETTERS[letter])
    assert IDENTITY in " ".join(rendered.text.split()) and IDENTITY in rendered.html


def test_each_reader_leaves_by_their_own_link_although_they_share_a_body() -> None:
    head = WITH_PAGES.letterhead(IDENTITY)
    rendered = render_digest(replace(DIGESTS["one"], letterhead=head))
    for reader in (3, 4_000_000):
        links = WITH_PAGES.reader_links(reader)
        content = digest_message(rendered, "r@example.org", WITH_PAGES, "<a@b>", NOW, **links)
        message = check_list_mail(content, https=True)
        assert text_of(message).count(links["unsubscribe_url"]) == 1
        assert f'href="{links["manage_url"]}"' in html_of(message)
