"""Every kind of mail as finished bytes keeps the rules of mailbox providers, with pages of the web and without."""

from __future__ import annotations

import pytest

from tests.support.builders import NOW
from tests.support.every_mail import IDENTITY, a_note, every_digest
from tests.support.mail_rules import check_list_mail, check_mail
from watcher.digests.views import ListLetterhead
from watcher.mail.message import digest_message, message_id, note_message
from watcher.mail.parts import LEAVE_PLACEHOLDER, MANAGE_PLACEHOLDER
from watcher.mail.render import render_digest, render_note
from watcher.mail.sender import Sender

SENDER = Sender("alerts@watcher.example", reply_to="team@watcher.example")
READER = "reader@example.org"
LEAVE, MANAGE = "https://watcher.example/u/abc.def", "https://watcher.example/manage/abc.def"

WITH_PAGES = every_digest(ListLetterhead(LEAVE_PLACEHOLDER, IDENTITY, MANAGE_PLACEHOLDER))
BY_MAIL = every_digest(SENDER.letterhead(IDENTITY))


@pytest.mark.parametrize("name", WITH_PAGES)
def test_a_mail_shows_each_reader_the_pages_of_that_reader(name: str) -> None:
    id_ = message_id(SENDER, name)
    content = digest_message(render_digest(WITH_PAGES[name]), READER, SENDER, id_, NOW, LEAVE, MANAGE)
    message = check_list_mail(content, https=True)
    html = message.get_body(("html",))
    assert html and MANAGE in str(html.get_content())


@pytest.mark.parametrize("name", BY_MAIL)
def test_without_pages_a_mail_is_the_way_to_leave(name: str) -> None:
    content = digest_message(render_digest(BY_MAIL[name]), READER, SENDER, message_id(SENDER, name), NOW)
    check_list_mail(content, https=False)
    assert b"watcher.example/manage" not in content


def test_the_operator_gets_a_mail_that_is_no_list() -> None:
    content = note_message(render_note(a_note()), READER, SENDER, message_id(SENDER, "note"), NOW)
    assert check_mail(content)["List-Id"] is None
