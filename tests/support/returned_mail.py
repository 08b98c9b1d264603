"""Returned email as the families of mail servers write it. The addresses and the servers are invented."""

from __future__ import annotations

RETURNED = """\
From: alerts@watcher.example
To: {to}
Subject: Marlow Vale: Good
Message-ID: {message_id}
"""

DSN = """\
From: MAILER-DAEMON@mx.example
To: <{return_path}>
Subject: Undelivered Mail Returned to Sender
Message-ID: <{key}@mx.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain

This is the mail system. The sender's message could not be delivered as our policy says.

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--cut
Content-Type: text/rfc822-headers

{returned}
--cut--
"""

OLD = """\
From: MAILER-DAEMON@mx.example
To: {return_path}
Subject: failure notice
Message-ID: <{key}@mx.example>

Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<{to}>:
Remote host said: {said}

--- Below this line is a copy of the message.

{returned}
"""

TERSE = """\
Subject: Delivery status notification: failed
From: Mailer Daemon <MAILER-DAEMON@mx.example>
To: {return_path}
MIME-Version: 1.0
Content-Type: multipart/mixed;boundary="cut"
Message-ID: <{key}@mx.example>

--cut
Content-Type: text/plain; charset=us-ascii

    An error has occurred while attempting to deliver a message for
    the following list of recipients:

{to}: {said}

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {to}
Action: failed
Status: 5.0.0

--cut
Content-Type: text/rfc822-headers

{returned}
--cut--
"""

COMPLAINT = """\
From: feedback@provider.example
To: {return_path}
Subject: complaint about a message
Message-ID: <{key}@provider.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="cut"

--cut
Content-Type: text/plain

A person marked this message.

--cut
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: Feedback/1.0
Version: 1
Original-Mail-From: <{mail_from}>

--cut
Content-Type: text/rfc822-headers

{returned}
--cut--
"""

ABSENT = """\
From: reader@example.org
To: {return_path}
Subject: Automatic reply: Marlow Vale
Message-ID: <{key}@example.org>
Auto-Submitted: auto-replied

I no longer work here; the mailbox <{to}> is disabled. 550 5.1.1 user unknown.
"""

# What a mail program writes when its reader presses the button of `List-Unsubscribe: <mailto:…>`.
LEAVING = """\
From: {sender}
To: team@watcher.example
Subject: {subject}
Message-ID: <{key}@example.org>

"""


def dsn(
    return_path: str = "alerts@watcher.example",
    to: str = "reader@example.org",
    said: str = "550 5.1.1 user unknown",
    *,
    status: str = "5.1.1",
    action: str = "failed",
    message_id: str = "<none@watcher.example>",
    key: str = "one",
) -> bytes:
    """A delivery report of RFC 3464."""
    returned = RETURNED.format(to=to, message_id=message_id)
    words = {"return_path": return_path, "to": to, "said": said, "status": status, "action": action}
    return DSN.format(**words, returned=returned, key=key).encode()


def old_bounce(return_path: str, to: str, said: str, key: str = "one", message_id: str = "<none@x>") -> bytes:
    """A bounce from before delivery reports existed."""
    returned = RETURNED.format(to=to, message_id=message_id)
    return OLD.format(return_path=return_path, to=to, said=said, key=key, returned=returned).encode()


def terse(return_path: str, to: str, said: str, key: str = "one") -> bytes:
    """A report that keeps the server's words for people, as OpenSMTPD writes it."""
    returned = RETURNED.format(to=to, message_id="<none@x>")
    return TERSE.format(return_path=return_path, to=to, said=said, key=key, returned=returned).encode()


def complaint(
    return_path: str = "feedback@watcher.example",
    *,
    kind: str = "abuse",
    mail_from: str = "redacted@example.org",
    message_id: str = "<none@watcher.example>",
    key: str = "one",
) -> bytes:
    """A feedback report of RFC 5965, with the reader's address taken out."""
    returned = RETURNED.format(to="redacted", message_id=message_id)
    words = {"return_path": return_path, "kind": kind, "mail_from": mail_from, "returned": returned, "key": key}
    return COMPLAINT.format(**words).encode()


def absence(return_path: str, to: str = "reader@example.org") -> bytes:
    """The reply of somebody who is away."""
    return ABSENT.format(return_path=return_path, to=to, key="away").encode()


def leaving(subject: str, *, sender: str = "reader@example.org", key: str = "left") -> bytes:
    """A reader who asks by mail to leave, in the subject that a mail of ours had filled in."""
    return LEAVING.format(sender=sender, subject=subject, key=key).encode()
