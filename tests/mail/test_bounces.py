"""What a message that came back says: an address gone, a mail lost, a delay, a complaint, or nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.mail.corpus.read import ReturnedMail, returned
from tests.support.returned_mail import absence, complaint, dsn, old_bounce, terse
from watcher.mail.bounces import READ, read_bounce
from watcher.model.mail import BounceKind

BACK = "bounces+1-0123456789abcdef0123@watcher.example"


def kind_of(content: bytes) -> BounceKind | None:
    bounce = read_bounce(content)
    return bounce.returned.kind if bounce else None


def test_a_report_of_an_unknown_user_says_that_the_address_is_gone() -> None:
    bounce = read_bounce(dsn(BACK, message_id="<m1@watcher.example>"))
    assert bounce is not None
    assert bounce.returned.kind is BounceKind.GONE
    assert bounce.returned.said.startswith("550 5.1.1 user unknown")
    assert bounce.addresses == {"reader@example.org"}
    assert "<m1@watcher.example>" in bounce.message_ids


@pytest.mark.parametrize(
    ("said", "status", "kind"),
    [
        ("550 5.2.1 mailbox disabled", "5.2.1", BounceKind.GONE),
        ("550-5.1.1 The account does not exist. 550 5.1.1 see our pages", "5.0.0", BounceKind.GONE),
        ("Host or domain name not found", "5.4.4", BounceKind.FAILED),
        ("550 5.7.26 unauthenticated sender", "5.7.26", BounceKind.FAILED),
        ("554 message looks like spam", "5.0.0", BounceKind.FAILED),
        ("552 5.2.2 mailbox full", "5.2.2", BounceKind.FAILED),
        ("451 4.4.1 no answer for days", "4.4.7", BounceKind.FAILED),
        ("552 5.3.4 too big", "5.3.4", BounceKind.FAILED),
    ],
)
def test_only_what_surely_concerns_the_address_ends_it(said: str, status: str, kind: BounceKind) -> None:
    assert kind_of(dsn(BACK, said=said, status=status)) is kind


@pytest.mark.parametrize("mail", returned(), ids=lambda mail: f"{mail.name}: {mail.truth}")
def test_a_returned_mail_means_what_its_truth_says(mail: ReturnedMail) -> None:
    bounce = read_bounce(mail.filled(BACK, "<m1@watcher.example>"))
    kind = bounce.returned.kind.value if bounce else "none"
    assert kind == {"doubt": "failed"}.get(mail.truth, mail.truth)
    if bounce and kind == "failed":
        assert (bounce.returned.doubt > 0) is (mail.truth == "doubt")


def test_an_address_that_passes_mail_on_is_known_from_the_one_that_failed() -> None:
    report = dsn(BACK, to="old@other.example").replace(
        b"Action:", b"Original-Recipient: rfc822; reader@example.org\nAction:"
    )
    bounce = read_bounce(report)
    assert bounce is not None and bounce.passed_on == {"reader@example.org"}
    bounce = read_bounce(old_bounce(BACK, "old@other.example", "550 no (expanded from <reader@example.org>)"))
    assert bounce is not None and bounce.passed_on == {"reader@example.org"}


def test_a_delay_is_only_a_delay() -> None:
    assert kind_of(dsn(BACK, said="451 4.4.1 no answer", status="4.4.1", action="delayed")) is BounceKind.DELAYED


def test_a_report_that_a_mail_arrived_is_no_bounce() -> None:
    assert kind_of(dsn(BACK, said="250 2.0.0 taken", status="2.0.0", action="delivered")) is None


@pytest.mark.parametrize(
    ("said", "kind"),
    [("550 5.1.1 no such user", BounceKind.GONE), ("554 5.7.1 your host is on a block list", BounceKind.FAILED)],
)
@pytest.mark.parametrize("write", [old_bounce, terse])
def test_the_words_are_found_where_no_report_has_them(
    write: Callable[[str, str, str], bytes], said: str, kind: BounceKind
) -> None:
    bounce = read_bounce(write(BACK, "reader@example.org", said))
    assert bounce is not None and (bounce.returned.kind, bounce.returned.said) == (kind, said)


def test_a_complaint_is_a_complaint() -> None:
    bounce = read_bounce(complaint(message_id="<m1@watcher.example>"))
    assert bounce is not None and bounce.returned.kind is BounceKind.COMPLAINT
    assert "<m1@watcher.example>" in bounce.message_ids


@pytest.mark.parametrize("kind", ["not-spam", "auth-failure", "virus", ""])
def test_a_feedback_report_that_is_no_complaint_is_none(kind: str) -> None:
    assert kind_of(complaint(kind=kind)) is None


def test_the_answer_of_somebody_absent_ends_nothing() -> None:
    assert kind_of(absence(BACK)) is None


def test_an_ordinary_mail_is_no_bounce() -> None:
    assert kind_of(b"From: reader@example.org\n\nPlease tell me more: 550 5.1.1 user unknown?\n") is None
    assert kind_of(b"") is None


def test_the_same_message_has_the_same_key() -> None:
    first, again, other = read_bounce(dsn(BACK)), read_bounce(dsn(BACK)), read_bounce(dsn(BACK, key="two"))
    assert first and again and other
    assert first.returned.key == again.returned.key != other.returned.key


@given(st.binary(max_size=2_000), st.integers(0, 1_200), st.integers(0, 1_200))
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_whatever_comes_is_read_or_ignored(junk: bytes, start: int, end: int) -> None:
    for good in (dsn(BACK), complaint(), old_bounce(BACK, "reader@example.org", "550 no")):
        bounce = read_bounce(good[:start] + junk + good[end:])
        assert bounce is None or len(bounce.returned.said) <= 200


def nested(depth: int) -> bytes:
    layers = [f'Content-Type: multipart/report; boundary="b{n}"\n\n--b{n}\n' for n in range(depth)]
    return ("MIME-Version: 1.0\n" + "".join(layers)).encode()


@pytest.mark.parametrize(
    "content",
    [
        nested(5_000),
        b"From: x\nContent-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 60_000,
        b"To: " + b"a@b.example, " * 40_000 + b"\n\nx",
        b"Subject: " + b"=?utf-8?q?" * 50_000 + b"\n\nx",
        b"From: MAILER-DAEMON\n\n" + b"<" * READ,
        b"From: MAILER-DAEMON\n\n" + b"a " * (READ // 2),
        b"From: MAILER-DAEMON\n\n" + b"message-id: <a@" * 30_000,
        b"From: MAILER-DAEMON\n\n" + b"failed " * 70_000,
        b"Content-Type: message/rfc822\n\n" * 15_000,
        b"X: " + b"5.1.1 " * 80_000 + b"\n" + dsn(BACK),
    ],
    ids=["nested", "parts", "to", "words", "angles", "text", "ids", "failed", "rfc822", "header"],
)
def test_a_message_made_to_cost_time_says_nothing(content: bytes) -> None:
    assert read_bounce(content) is None
