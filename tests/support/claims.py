"""What is said of the claims of an article, as an assessment finds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from watcher.claims.check import check
from watcher.model.news import Article, Claim
from watcher.model.record import Records
from watcher.model.source import Authority
from watcher.news.about import reading


def reading_of(article: Article, authorities: Mapping[str, Authority]) -> reading.Reading:
    """The whole reading of an article."""
    return reading.reading_of(reading.lines_of(article, authorities), authorities)


def claims_of(
    article: Article, about: Sequence[str], on: date | None, records: Records, authorities: Mapping[str, Authority]
) -> tuple[Claim, ...]:
    """The claims of an article about these councils (URNs), checked for a day."""
    stated = reading_of(article, authorities).statements
    return check(stated, records, authorities, about, article.published, on)
