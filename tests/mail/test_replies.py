"""What the refusals of real servers are about: an address is stopped only on evidence that nobody is there."""

from __future__ import annotations

import pytest

from tests.mail.corpus.read import Reply, replies
from watcher.mail.replies import Meaning, meaning
from watcher.model.address import without_addresses


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (550, "5.1.1 <reader@example.org>: Recipient address rejected: User unknown"),
        (550, "5.1.1 The email account that you tried to reach does not exist"),
        (550, "5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found"),
        (550, "5.2.1 The email account that you tried to reach is disabled"),
        (550, "5.4.1 Recipient address rejected: Access denied"),
        (550, "5.7.17 the mailbox has a new owner"),
        (550, "no such user here"),
        (550, "Unknown local person"),
        (550, "5.0.0 mailbox not found"),
        (554, "delivery error: dd This user doesn't have a example.org account"),
    ],
)
def test_an_address_that_nothing_reaches_is_gone(code: int, words: str) -> None:
    assert meaning(code, words, of_recipient=True) is Meaning.GONE


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (550, "5.7.26 Unauthenticated email is not accepted due to the domain's DMARC policy"),
        (550, "5.7.515 Access denied, sending domain does not meet the required authentication level"),
        (550, "5.7.9 This mail has been blocked because the sender is unauthenticated"),
        (554, "5.7.1 Service unavailable; Client host [192.0.2.1] blocked using a list"),
        (554, "spam detected"),
        (554, "Your host is blacklisted"),
        (550, "Message rejected due to low reputation of your address"),
        (553, "sorry, that domain isn't in my list of allowed relay hosts"),
        (530, "Authentication required"),
        (535, "5.7.8 Bad credentials"),
        (550, "5.1.8 Bad sender's system address"),
        (550, "5.1.0 Sender rejected"),
        (550, "Requested action not taken: mailbox unavailable, blocked for abuse"),
    ],
)
@pytest.mark.parametrize("of_recipient", [True, False])
def test_a_refusal_of_us_never_blames_the_address(code: int, words: str, of_recipient: bool) -> None:
    assert meaning(code, words, of_recipient=of_recipient) is Meaning.OURS


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (451, "4.7.1 greylisted, come back"),
        (452, "4.2.2 mailbox full"),
        (552, "5.2.2 Mailbox full"),
        (552, "mailbox is full"),
        (550, "over quota"),
        (421, "closing"),
    ],
)
def test_what_may_pass_is_tried_later(code: int, words: str) -> None:
    assert meaning(code, words, of_recipient=True) is Meaning.LATER


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (554, "5.6.0 malformed"),
        (552, "5.3.4 message too big"),
        (550, "5.2.3 message too long"),
        (550, "5.4.6 routing loop"),
        (554, "transaction failed"),
        (599, ""),
    ],
)
def test_a_refused_mail_says_nothing_of_the_address(code: int, words: str) -> None:
    assert meaning(code, words, of_recipient=True) is Meaning.MAIL


@pytest.mark.parametrize("reply", replies(), ids=lambda reply: f"{reply.code} {reply.words[:60]}")
def test_a_reply_means_what_its_truth_says(reply: Reply) -> None:
    assert meaning(reply.code, reply.words, of_recipient=reply.of_recipient).value == reply.truth


@pytest.mark.parametrize("reply", [one for one in replies() if one.truth == "gone"], ids=lambda one: one.words[:60])
def test_evidence_that_answers_the_email_is_only_a_doubt(reply: Reply) -> None:
    assert meaning(reply.code, reply.words, of_recipient=False) in (Meaning.DOUBT, Meaning.OURS)


def test_a_bare_refusal_counts_a_little_against_the_address_if_it_answers_the_address() -> None:
    assert meaning(550, "no", of_recipient=True) is Meaning.DOUBT
    assert meaning(550, "no", of_recipient=False) is Meaning.MAIL


@pytest.mark.parametrize("piece", ["user ", "unknown ", "mailbox a ", "block", "5.1.", "a b c ", "over "])
def test_a_reply_means_the_same_however_often_it_says_so(piece: str) -> None:
    assert meaning(550, piece * 200_000, of_recipient=True) is meaning(550, piece, of_recipient=True)


def test_addresses_do_not_stay_in_words_that_are_kept() -> None:
    said = "550 5.1.1 <Reader.One@Example.org>: unknown, see other@example.org; https://example.org/why"
    assert without_addresses(said) == "550 5.1.1 <…>: unknown, see …; https://example.org/why"
