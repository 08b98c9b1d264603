"""What a report card on a page changes: its grades on their own scale, or why they are held. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from watcher.differ.case import Case
from watcher.differ.change import build_change
from watcher.differ.diff import Difference
from watcher.model.change import Change, ChangeKind, Comparison
from watcher.model.report import is_card
from watcher.model.source import Observation
from watcher.ofsted.grades import compare_cards, unknown_card_before
from watcher.ofsted.rules import grades_of_card, problem_of_card

# A card first seen this long after its publication (or else its inspection) is not news: it was there before.
PUBLISHED_IS_NEWS, INSPECTED_IS_NEWS = timedelta(days=30), timedelta(days=120)


def card_changes(case: Case, entries: Mapping[str, Observation]) -> list[Change]:
    """The change for a report card that is new, or that was held and can now be read."""
    card = next((entry for key, entry in entries.items() if is_card(key)), None)
    if card is None or case.known.first_sight:
        return []
    was = case.known.observations.get(card.key)
    if was is None:
        return [_told(case, card, ChangeKind.NEW)] if _is_news(card, case) else []
    readable = problem_of_card(was) is not None and problem_of_card(card) is None
    return [_told(case, card, ChangeKind.CHANGED)] if readable and card.key in case.known.held else []


def without_documents_of(cards: Sequence[Change], news: Sequence[Change]) -> list[Change]:
    """The news without the documents of these cards: a card has their address, and is told in their place."""
    addresses = {card.after.url for card in cards if card.after and card.after.url}
    return [change for change in news if not (change.after and change.after.url in addresses)]


def _is_news(card: Observation, case: Case) -> bool:
    today, inspected = case.now.date(), card.facts.get("inspected")
    if card.published:
        return today - card.published <= PUBLISHED_IS_NEWS
    return not inspected or today - date.fromisoformat(inspected) <= INSPECTED_IS_NEWS


def _told(case: Case, card: Observation, kind: ChangeKind) -> Change:
    difference, identity = Difference(kind, card.key, None, card), (kind.value, dict(card.facts))
    if problem := problem_of_card(card):
        return build_change(case, difference, identity, held=True, problems=(problem,))
    return build_change(case, difference, identity, _compared(case, card))


def _compared(case: Case, card: Observation) -> tuple[Comparison, ...]:
    now = case.visit.page.card.judgements if case.visit.page.card else ()
    earlier = [one for key, one in case.known.observations.items() if is_card(key) and key < card.key]
    if not earlier:
        return compare_cards(None, now)
    before = max(earlier, key=lambda one: one.key)
    return unknown_card_before(now) if problem_of_card(before) else compare_cards(grades_of_card(before), now)
