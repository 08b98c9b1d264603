"""The headers every mail must carry, and the two parts in the order that readers need."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.mail.message import digest_message, message_id, note_message
from watcher.mail.parts import LEAVE_PLACEHOLDER, MANAGE_PLACEHOLDER, without_links
from watcher.mail.render import Rendered
from watcher.mail.sender import Sender
from watcher.model.errors import MailError

SENDER = Sender("alerts@watcher.example", reply_to="team@watcher.example")
MAIL = Rendered(
    "Marlow Vale: Good to Requires improvement",
    f"Grüße\n{LEAVE_PLACEHOLDER}\n",
    f'<p>Grüße <a href="{LEAVE_PLACEHOLDER}">Unsubscribe</a></p>',
)
LEAVE = "mailto:team@watcher.example?subject=unsubscribe%20a@b"
WHEN = datetime(2025, 1, 29, 8, 30, tzinfo=UTC)


def parsed(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=default)


def a_digest(mail: Rendered = MAIL, to: str = "reader@example.org") -> EmailMessage:
    return parsed(digest_message(mail, to, SENDER, message_id(SENDER, 7, 3), WHEN))


def filled(text: str) -> str:
    return text.replace(LEAVE_PLACEHOLDER, LEAVE)


def test_a_digest_carries_the_headers_of_bulk_mail() -> None:
    message = parsed(digest_message(MAIL, "reader@example.org", SENDER, "<a@b>", WHEN))
    assert message["From"] == "Inspection watcher <alerts@watcher.example>"
    assert message["To"] == "reader@example.org"
    assert message["Reply-To"] == "team@watcher.example"
    assert message["Subject"] == MAIL.subject
    assert message["Date"] == "Wed, 29 Jan 2025 08:30:00 +0000"
    assert message["List-Id"] == "Inspection digests <digests.watcher.example>"
    assert message["List-Unsubscribe"] == f"<{LEAVE}>"
    assert message["List-Unsubscribe-Post"] is None
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Precedence"] == "bulk"
    assert message["Content-Language"] == "en-GB"


def test_the_address_to_unsubscribe_at_stays_whole() -> None:
    sender = replace(SENDER, reply_to="team@" + "long-name." * 10 + "example")
    raw = digest_message(MAIL, "r@example.org", sender, "<a@b>", WHEN)
    assert f"List-Unsubscribe: <mailto:{sender.reply_to}?subject=unsubscribe%20a@b>\r\n".encode() in raw


def test_the_text_part_comes_before_the_html() -> None:
    text, html = parsed(digest_message(MAIL, "r@example.org", SENDER, "<a@b>", WHEN)).iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert cast(EmailMessage, text).get_content().splitlines() == filled(MAIL.text).splitlines()
    assert cast(EmailMessage, html).get_content().strip() == filled(MAIL.html)


def test_every_line_is_plain_ascii_and_short_enough_for_any_server() -> None:
    long = replace(MAIL, text=MAIL.text + "x" * 5_000 + "é\n", html=MAIL.html + "<p>" + "é" * 5_000 + "</p>")
    content = digest_message(long, "r@example.org", SENDER, "<a@b>", WHEN)
    assert content.isascii()
    assert all(len(line) <= 998 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]) | st.sampled_from(".= \n")))
def test_what_is_written_is_what_is_read(text: str) -> None:
    text = f"{text}\n{LEAVE_PLACEHOLDER}"
    message = parsed(digest_message(replace(MAIL, text=text, html=text), "r@example.org", SENDER, "<a@b>", WHEN))
    expected = "\r\n".join(filled(text).splitlines()) + "\r\n"
    assert not message.defects
    for part in message.iter_parts():
        assert not part.defects
        assert part.get_content() == expected


def test_the_same_mail_is_the_same_bytes() -> None:
    def once() -> bytes:
        return digest_message(MAIL, "r@example.org", SENDER, "<a@b>", WHEN)

    assert once() == once()


def test_the_message_id_is_the_same_for_the_same_run_and_reader() -> None:
    assert message_id(SENDER, 7, 3) == message_id(SENDER, 7, 3)
    assert len({message_id(SENDER, 7, 3), message_id(SENDER, 73), message_id(SENDER, 3, 7)}) == 3
    assert a_digest()["Message-ID"].endswith("@watcher.example>")


def test_a_note_to_the_operator_is_no_list_mail() -> None:
    note = Rendered("Held", "Grüße\n", "<p>Grüße</p>")
    message = parsed(note_message(note, "operator@example.org", SENDER, "<n@watcher.example>", WHEN))
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] is None and message["List-Unsubscribe"] is None


def test_a_hostile_subject_stays_one_header() -> None:
    message = a_digest(mail=replace(MAIL, subject="Vale\r\nBcc: all@example.org" + "x" * 10_000))
    assert message["Bcc"] is None
    assert len(message["Subject"]) <= 250


@pytest.mark.parametrize("character", ["a", "é"])
def test_a_subject_of_any_length_is_read_as_it_was_written(character: str) -> None:
    for length in range(1, 200):
        subject = ("Marlow Vale: one-two " + f"{character * 7} " * 30)[:length].strip()
        content = digest_message(replace(MAIL, subject=subject), "a@example.org", SENDER, "<1@x>", WHEN)
        assert parsed(content)["Subject"] == subject
        assert all(len(line) <= 78 for line in content.splitlines() if line.startswith((b"Subject", b" ")))


@pytest.mark.parametrize(
    "address",
    ["", "nobody", "a@b\r\nBcc: c@d", "a@example.org, b@example.org", "Ann <a@example.org>", "ä@example.org"],
)
def test_what_is_not_one_address_is_refused(address: str) -> None:
    with pytest.raises(MailError):
        a_digest(to=address)


# --- each reader's own links ----------------------------------------------------------------------

PAGE = "https://watcher.example/u/TOKEN.with-signs_and&signs"
PRINTED = replace(
    MAIL, text=f"Grüße\n{LEAVE_PLACEHOLDER}\nEnde\n", html=f'<p><a href="{LEAVE_PLACEHOLDER}">Unsubscribe</a> é</p>'
)


def left_by(mail: Rendered, page: str | None = PAGE, manage: str | None = None) -> EmailMessage:
    return parsed(digest_message(mail, "r@example.org", SENDER, "<a@b>", WHEN, page, manage))


def parts(message: EmailMessage) -> tuple[str, str]:
    text, html = (cast(EmailMessage, part).get_content() for part in message.iter_parts())
    return text.replace("\r\n", "\n"), html


def test_a_placeholder_becomes_the_reader_s_own_link_in_both_parts() -> None:
    text, html = parts(left_by(PRINTED))
    assert text == f"Grüße\n{PAGE}\nEnde\n"
    assert html.strip() == f'<p><a href="{PAGE.replace("&", "&amp;")}">Unsubscribe</a> é</p>'


def test_one_click_is_offered_over_https_alone() -> None:
    safe, unsafe = left_by(PRINTED), left_by(PRINTED, PAGE.replace("https", "http"))
    assert safe["List-Unsubscribe"] == f"<{PAGE}>, <{LEAVE}>"
    assert safe["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert unsafe["List-Unsubscribe-Post"] is None


@pytest.mark.parametrize("mail", [replace(PRINTED, text="nothing"), replace(PRINTED, html="nothing")])
def test_a_mail_that_shows_no_way_to_leave_is_never_sent(mail: Rendered) -> None:
    with pytest.raises(MailError, match="unsubscribe link"):
        left_by(mail)


def test_a_mail_with_a_link_to_nowhere_is_never_sent() -> None:
    with pytest.raises(MailError, match="base_url is not set"):
        left_by(replace(MAIL, text=MAIL.text + MANAGE_PLACEHOLDER), page=None)


def test_a_page_to_choose_on_is_shown_where_there_is_one() -> None:
    mail = replace(PRINTED, text=PRINTED.text + f"Choose: {MANAGE_PLACEHOLDER} now\n")
    text, _ = parts(left_by(mail, manage="https://watcher.example/manage/T"))
    assert text.endswith("Choose: https://watcher.example/manage/T now\n")


def test_a_mail_that_is_only_looked_at_has_words_in_place_of_links() -> None:
    shown = without_links(f"To stop: {LEAVE_PLACEHOLDER}\nTo choose: {MANAGE_PLACEHOLDER}\n")
    assert shown == "To stop: (each reader's own link)\nTo choose: (each reader's own link)\n"


def test_a_page_cannot_name_a_placeholder_that_it_does_not_know() -> None:
    assert len(LEAVE_PLACEHOLDER.partition(".invalid")[0]) >= len("https://") + 32
    assert LEAVE_PLACEHOLDER[:40] != MANAGE_PLACEHOLDER[:40]


@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Zl", "Zp"]) | st.sampled_from(".= \n")),
    st.text(alphabet=st.sampled_from(".= \néx")),
    st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=200),
)
def test_what_is_written_around_and_into_a_placeholder_is_what_is_read(before: str, after: str, link: str) -> None:
    mail = replace(MAIL, text=before + LEAVE_PLACEHOLDER + after, html=f'"{LEAVE_PLACEHOLDER}"')
    content = digest_message(mail, "r@example.org", replace(SENDER, sign=None), "<a@b>", WHEN, f"https://x/{link}")
    written = parsed(content.replace(f"<https://x/{link}>".encode(), b"<https://x/>"))
    [text, _] = [cast(EmailMessage, part) for part in written.iter_parts()]
    lines = (before + LEAVE_PLACEHOLDER + after).splitlines()
    assert text.get_content() == "\r\n".join(lines).replace(LEAVE_PLACEHOLDER, f"https://x/{link}") + "\r\n"
    body = content.partition(b"\r\n\r\n")[2]
    assert all(len(line) <= 76 for line in body.split(b"\r\n"))
