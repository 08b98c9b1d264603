"""The sentences that the templates of a mail write, as plain text."""

from __future__ import annotations

from watcher.digests.table_views import RegionPlace
from watcher.digests.views import CoverageGroup, Digest, Entry, Item, Outdated, PagesChecked, Piece, Reason
from watcher.mail.templates import sentence

WORDS = "digest/words.j2"
STORY = "digest/story_words.j2"
REGION = "digest/region_words.j2"
COVERAGE = "digest/coverage_words.j2"


def why_this_email(reason: Reason) -> str:
    return sentence(WORDS, "why_this_email", reason)


def why_this_story(reason: Reason | None) -> str:
    return sentence(WORDS, "why_this_story", reason) if reason else ""


def checked_lines(checked: PagesChecked | None) -> list[str]:
    """What was checked, and what could not be read."""
    if checked is None:
        return []
    more = [sentence(WORDS, "cannot_read_more", checked.more)] if checked.more else []
    unreadable = [sentence(WORDS, "cannot_read", page) for page in checked.unreadable]
    return [sentence(WORDS, "what_we_checked", checked), *unreadable, *more]


def body_lines(digest: Digest) -> list[str]:
    """What a mail without stories says."""
    lines = []
    if digest.quiet:
        lines.append(sentence(WORDS, "nothing_new", digest.quiet))
        lines += [sentence(WORDS, "may_have_missed")] if digest.quiet.unsure else []
    if digest.correction:
        lines += [sentence(WORDS, "what_was_wrong", digest.correction), *digest.correction.paragraphs]
        lines.append(sentence(WORDS, "sorry"))
    return lines


def around(digest: Digest) -> list[str]:
    """All sentences of a mail but those of its stories."""
    return [*body_lines(digest), *checked_lines(digest.checked), why_this_email(digest.reason)]


def place_in_region(place: RegionPlace | None) -> str:
    """Where a council stood in its region."""
    return sentence(REGION, "position", place) if place else ""


def history(entry: Entry) -> list[str]:
    """The reports over the years: a line for each judgement, and what is to be known of them."""
    if entry.history is None:
        return []
    notes = sentence(STORY, "history_notes", entry.history)
    return [*(sentence(STORY, "history_row", row) for row in entry.history.rows), *([notes] if notes else [])]


def note(entry: Entry) -> str:
    """What a reader must know of a document; empty where that is nothing."""
    return sentence(STORY, "note", entry) if entry.note else ""


def basis(entry: Entry) -> str:
    return sentence(STORY, "basis", entry) if entry.basis else ""


def improve(entry: Entry) -> list[str]:
    """What must improve, and how much of that is not shown."""
    more = [sentence(STORY, "more_improve", entry)] if entry.more_improve else []
    return [*(sentence(STORY, "bullet", one, entry) for one in entry.improve), *more]


def priority(entry: Entry) -> list[str]:
    """The areas for priority action, or that there are some."""
    if not entry.asks_for_priority_action:
        return []
    return [sentence(STORY, "bullet", one, entry) for one in entry.priority] or [
        sentence(STORY, "priority_unread", entry)
    ]


def entry_lines(entry: Entry) -> list[str]:
    """All sentences of an entry."""
    said = [note(entry), basis(entry), place_in_region(entry.region), *improve(entry), *priority(entry)]
    facts = [sentence(STORY, macro, fact) for fact in entry.facts for macro in ("fact_label", "fact_value")]
    return [*(line for line in said if line), *facts]


def heading(group: CoverageGroup) -> str:
    return sentence(COVERAGE, "heading", group)


def byline(piece: Piece) -> str:
    return sentence(COVERAGE, "byline", piece)


def link_text(piece: Piece) -> str:
    return sentence(COVERAGE, "link_text", piece) if piece.link else ""


def about(piece: Piece) -> str:
    return sentence(COVERAGE, "about", piece)


def disputed(piece: Piece) -> list[str]:
    """What in an article is not so, and how much of that is not shown."""
    more = [sentence(COVERAGE, "more_disputed", piece.more_disputed)] if piece.more_disputed else []
    return [*(sentence(COVERAGE, "disputed", claim) for claim in piece.disputed), *more]


def reasons(outdated: Outdated) -> list[str]:
    """Why a sentence of an article is out of date."""
    return [sentence(COVERAGE, "reason", one) for one in outdated.reasons]


def banner(piece: Piece) -> str:
    return sentence(COVERAGE, "banner", piece) if piece.banner else ""


def official(item: Item) -> str:
    """What Ofsted found, in short."""
    return sentence(COVERAGE, "official", item)


def piece_lines(piece: Piece) -> list[str]:
    """All that is said of one item of news."""
    outdated = [line for one in piece.outdated for line in (one.sentence, *reasons(one))]
    said = (byline(piece), link_text(piece), piece.quoted, piece.speaker, about(piece), banner(piece))
    return [line for line in (*said, *disputed(piece), *outdated) if line]
