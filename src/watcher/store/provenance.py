"""Why a change was recorded: the bytes it came from, the readings, the operator's decisions, and who got it."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256

from sqlalchemy import Connection, select

from watcher.model.change import Change
from watcher.model.evidence import ChangeEvidence, PageFetched, Recipient
from watcher.model.held import Ruling, RulingVerdict
from watcher.model.report import ReportFile
from watcher.model.taken import TakenAsKnown, WhyTaken
from watcher.store.engine import Part
from watcher.store.observations import read
from watcher.store.sql import insert_many
from watcher.store.tables.core import change, delivery, receipt, report_file, subscription
from watcher.store.tables.evidence import change_page
from watcher.store.tables.held import correction, ruling, taken_as_known
from watcher.store.tables.news import news_item


class Provenance(Part):
    """Reads everything about one change at one moment."""

    def of(self, change_id: str) -> ChangeEvidence | None:
        """What is on record about the change, if there is one with this id."""
        with self.reading() as conn:
            row = conn.execute(select(change).where(change.c.id == change_id)).one_or_none()
            return None if row is None else _evidence(conn, row.document, row.recorded_at, row.told_at)


def note_page(conn: Connection, changes: tuple[Change, ...], body_sha256: str | None, now: datetime) -> None:
    """Save the page that these new changes were found on, inside an open transaction."""
    if body_sha256 is not None:
        rows = [{"change_id": one.id, "sha256": body_sha256, "fetched_at": now} for one in changes]
        insert_many(conn, change_page, rows)


def _evidence(conn: Connection, one: Change, recorded_at: datetime, told_at: datetime | None) -> ChangeEvidence:
    page = conn.execute(select(change_page).where(change_page.c.change_id == one.id)).one_or_none()
    text = _text(conn, one)
    return ChangeEvidence(
        change=one,
        recorded_at=recorded_at,
        page=PageFetched(page.sha256, page.fetched_at) if page else None,
        file=_file(conn, one.source_id, one.key),
        earlier=_graded_on(conn, one.source_id, one.earlier) if one.earlier else None,
        text_sha256=text[0],
        text_read_at=text[1],
        operator_told_at=told_at,
        ruling=_ruling(conn, one.id),
        corrected_at=_corrected(conn, one.id),
        sent_later=_sent_later(conn, one),
        recipients=_recipients(conn, one.id),
    )


def _file(conn: Connection, source_id: str, file_id: str) -> ReportFile | None:
    row = conn.execute(select(report_file).filter_by(source_id=source_id, file_id=file_id)).one_or_none()
    return read(row) if row else None


def _graded_on(conn: Connection, source_id: str, published: date) -> ReportFile | None:
    """The report of that day which has grades. Two versions of one day: the newer file."""
    of_day = select(report_file).filter_by(source_id=source_id, published=published)
    files = (read(row) for row in conn.execute(of_day.order_by(report_file.c.file_id.desc())))
    return next((file for file in files if file.report and file.report.judgements), None)


def _text(conn: Connection, one: Change) -> tuple[str | None, datetime | None]:
    item = select(news_item.c.article, news_item.c.read_at).filter_by(source_id=one.source_id, url=one.key)
    row = conn.execute(item).one_or_none()
    if row is None:
        return None, None
    return (sha256(row.article.text.encode()).hexdigest() if row.article and row.article.text else None), row.read_at


def _ruling(conn: Connection, change_id: str) -> Ruling | None:
    row = conn.execute(select(ruling).where(ruling.c.change_id == change_id)).one_or_none()
    return Ruling(RulingVerdict(row.verdict), row.ruled_by, row.why, row.ruled_at) if row else None


def _corrected(conn: Connection, change_id: str) -> tuple[datetime, ...]:
    made = select(correction.c.made_at).where(correction.c.change_id == change_id)
    return tuple(conn.execute(made.order_by(correction.c.made_at)).scalars())


def _sent_later(conn: Connection, one: Change) -> str | None:
    id_ = TakenAsKnown(one.source_id, one.key, "", "", None, WhyTaken.TOO_OLD, one.recorded_at).id
    sent = select(taken_as_known.c.why).where(taken_as_known.c.id == id_, taken_as_known.c.sent_at.is_not(None))
    why: str | None = conn.execute(sent).scalar_one_or_none()
    return why


def _recipients(conn: Connection, change_id: str) -> tuple[Recipient, ...]:
    told = (
        select(
            delivery.c.address,
            subscription.c.topic,
            subscription.c.frequency,
            delivery.c.status,
            delivery.c.created_at,
            delivery.c.ended_at,
            delivery.c.subject,
        )
        .join_from(receipt, delivery, delivery.c.id == receipt.c.delivery_id)
        .join(subscription, subscription.c.id == receipt.c.subscription_id)
        .where(receipt.c.change_id == change_id)
        .order_by(delivery.c.created_at, delivery.c.address, subscription.c.topic)
    )
    return tuple(Recipient(*row) for row in conn.execute(told))
