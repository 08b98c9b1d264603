"""The work behind `watcher why`: finds a change, and says which rules made it what it is."""

from __future__ import annotations

from collections.abc import Iterator

from watcher.model.change import Change, ChangeKind, Movement
from watcher.model.errors import ConfigError
from watcher.model.event_kind import EventKind
from watcher.model.evidence import ChangeEvidence
from watcher.model.held import short
from watcher.model.news import Mention
from watcher.model.source import COUNCIL_TYPE, Observation
from watcher.model.text import day, london_day
from watcher.ofsted.document_kinds import event_of_report
from watcher.ofsted.pages.labels import event_of, label_of
from watcher.ofsted.rules import RATING
from watcher.ofsted.words import GRADES
from watcher.store import Store

_NAMED_AT_MOST = 5


def explain(store: Store, id_: str) -> ChangeEvidence:
    """What is on record about the change with this id, or an id that begins like this.

    `ConfigError` if none or several match.
    """
    found = store.changes.ids(id_, _NAMED_AT_MOST + 1) if id_ else []
    if len(found) > 1:
        named = ", ".join(short(one) for one in found[:_NAMED_AT_MOST])
        raise ConfigError(f"{id_[:80]!r} begins several ids ({named}). Give more of the id.")
    evidence = store.provenance.of(found[0]) if found else None
    if evidence is None and id_ and (taken := store.taken_as_known.find(id_, 1)):
        raise ConfigError(
            f"{short(taken[0].id)} is not a change: it was recorded as known on {day(london_day(taken[0].noted_at))} "
            f"({taken[0].why.value}), and nobody was told. `watcher notify {short(taken[0].id)}` sends it."
        )
    if evidence is None:
        raise ConfigError(f"No change has the id {id_[:80]!r}. `watcher changes` lists them.")
    return evidence


def rules_of(evidence: ChangeEvidence) -> list[str]:
    """In words: why this is a change, what kind of event it is, how each judgement was compared, and why it is held."""
    change = evidence.change
    said = [*_difference(change), *(_mention(change.coverage) if change.coverage else _event(change))]
    said += [_judged(change, number) for number in range(len(change.judgements))]
    if evidence.sent_later:
        said.append(f"It was first taken as known ({evidence.sent_later}). The operator sent it later.")
    return said


# --- the difference -------------------------------------------------------------------------------


def _difference(change: Change) -> Iterator[str]:
    if change.coverage:
        yield "It is a news item that the rules connect with an inspection on record."
    elif change.kind is ChangeKind.NEW and change.before is None:
        yield "Its number was not on the page at any earlier visit."
    elif change.kind is ChangeKind.REMOVED:
        yield "Two complete visits at least a day apart no longer found it on the page."
    elif change.before is None:
        yield "It had been withdrawn, and the page lists it again."
    else:
        moved = "; ".join(_moved(change.before, change.after))
        yield f"These details changed: {moved}." if moved else "Readers get it again, with other content."


def _moved(before: Observation, after: Observation | None) -> Iterator[str]:
    if after is None:
        return
    for name in sorted(before.facts.keys() | after.facts.keys()):
        was, is_ = before.facts.get(name, "none"), after.facts.get(name, "none")
        if was != is_:
            yield f"{name} from {was} to {is_}"


# --- the kind of event ----------------------------------------------------------------------------


def _event(change: Change) -> Iterator[str]:
    listed = change.after or change.before
    if listed is None or listed.key == RATING:
        yield "It is the rating that the page itself shows."
        return
    event = event_of(listed.title)
    council = change.provider.type == COUNCIL_TYPE
    if event.kind is EventKind.OTHER:
        means = "which is not an inspection that we know"
    else:
        means = f"which means: {event.kind.value.replace('_', ' ')}, {'with' if event.graded else 'without'} grades"
    yield f"The page labels it “{label_of(listed.title)}”, {means}."
    if change.report and council:
        kind = change.report.kind
        read = event_of_report(kind)
        agrees = "confirms" if read.kind is event.kind else "contradicts"
        yield f"The document itself is of the kind {kind.value}, which {agrees} the label."
    if change.earlier:
        yield f"The report before it, by publication date, is that of {day(change.earlier)}."


def _judged(change: Change, number: int) -> str:
    row = change.judgements[number]
    before, after = (GRADES[grade] if grade else "none" for grade in (row.before, row.after))
    steps = f" by {abs(row.steps)}" if row.steps else ""
    how = "the same" if row.change is Movement.UNCHANGED else f"{row.change.value}{steps}"
    return f"{row.label}: {before} before, {after} now: {how}{f' ({row.basis})' if row.basis else ''}."


def _mention(mention: Mention) -> Iterator[str]:
    if mention.stories:
        yield f"It is about: {', '.join(mention.stories)}."
    yield f"Its date was taken from: {mention.basis.value.replace('_', ' ')}."
    for claim in mention.claims:
        yield f"“{claim.sentence}”: {claim.verdict.value.replace('_', ' ')}: {claim.why}"
    for moved in mention.moved:
        yield f"An edit: {moved}"
    for stale in mention.stale:
        yield f"{stale.fault.value.capitalize()} ({stale.reason}): {stale.why}"
