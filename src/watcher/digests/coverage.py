"""What others, and we ourselves, publish about a story, as view models. Pure.

The rules of copyright are kept here: of the press our own sentence, the outlet's name and a link, never an extract;
of a council's release its headline, a link and one short quotation with its speaker.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from watcher.digests.links import safe_link
from watcher.digests.views import CoverageGroup, Link, Outdated, Piece
from watcher.model.news import Claim, ClaimVerdict, DateBasis, Mention, Quotation, Stale, Tier
from watcher.model.text import NAME_LIMIT, clean, day, joined
from watcher.ofsted.headline import TITLE_LIMIT

PIECES_SHOWN = 8
REMARK_LIMIT = 400
SENTENCE_LIMIT = 500
QUOTED_LIMIT = 400
ALSO_SHOWN = 5
DISPUTED_SHOWN = 5
OUTDATED_SHOWN = 20

_COUNCIL = "What the council says"
_PRESS = "In the press"
_OWN = "Our own articles"
_OUTDATED = "Your articles that are out of date"
_HEADINGS: dict[Tier, str] = {
    Tier.COUNCIL: _COUNCIL,
    Tier.SECTOR_PRESS: _PRESS,
    Tier.LOCAL_PRESS: _PRESS,
    Tier.AGGREGATOR: _PRESS,
    Tier.OWN: _OWN,
}
# In which order the pieces stand: an aggregator last of the press.
_PLACE: dict[Tier, int] = {tier: n for n, tier in enumerate(_HEADINGS)}
# Our own sentence, in place of any extract.
_ABOUT: dict[Tier, str] = {
    Tier.COUNCIL: "",
    Tier.SECTOR_PRESS: "About this report.",
    Tier.LOCAL_PRESS: "About this report.",
    Tier.AGGREGATOR: "This site repeats what others publish.",
    Tier.OWN: "",
}
# Of a statement that does not hold; the others are not told.
_DISPUTED: dict[ClaimVerdict, str] = {
    ClaimVerdict.CONTRADICTED: "One statement in it does not match the report.",
    ClaimVerdict.IMPRECISE: "One statement in it is not exact.",
}
# Which reasons change what a reader of the article should know first.
_GRAVEST_FIRST = "abfcdge"


def groups(
    mentions: Sequence[Mention], *, press_titles: bool = True, quote_words: int = 40
) -> tuple[CoverageGroup, ...]:
    """The items by publisher: councils, then press, then our own articles; each address once, the oldest first.

    `press_titles` says whether headlines of the press are shown; `quote_words` how many words are quoted of a
    council's release.
    """
    once = {mention.url: mention for mention in mentions}.values()
    ordered = sorted(once, key=lambda mention: (_PLACE[mention.tier], mention.published or date.max, mention.url))
    found: dict[str, list[Piece]] = {}
    for mention in ordered:
        heading = _OUTDATED if mention.stale else _HEADINGS[mention.tier]
        found.setdefault(heading, []).append(_piece(mention, press_titles, quote_words))
    return tuple(_group(heading, pieces) for heading, pieces in found.items())


def title_of(mention: Mention) -> str:
    """The headline as it may stand in a mail."""
    return clean(mention.title, TITLE_LIMIT)


def dated(mention: Mention) -> str:
    """`29 January 2025`, with a word where that is inferred; `undated` where nobody can know."""
    if mention.published is None or mention.basis is DateBasis.UNKNOWN:
        return "undated"
    inferred = " (date taken from the report)" if mention.basis is DateBasis.INFERRED else ""
    return f"{day(mention.published)}{inferred}"


def went_stale(stale: Sequence[Stale]) -> date | None:
    """The day on which an article became out of date: that of the report that overtook it, where one did."""
    return next((one.report for one in _gravest_first(stale) if one.report), None)


def _group(heading: str, pieces: Sequence[Piece]) -> CoverageGroup:
    more = len(pieces) - PIECES_SHOWN
    return CoverageGroup(heading, tuple(pieces[:PIECES_SHOWN]), f"and {more} more" if more > 0 else "")


def _piece(mention: Mention, press_titles: bool, quote_words: int) -> Piece:
    council = mention.tier is Tier.COUNCIL
    quoted, speaker = _quoted(mention.quotations, quote_words) if council else ("", "")
    outlet = clean(mention.outlet, NAME_LIMIT)
    return Piece(
        byline=f"{outlet}, {dated(mention)}",
        link=_link(mention, outlet, titled=press_titles or mention.tier in (Tier.COUNCIL, Tier.OWN)),
        quoted=quoted,
        speaker=speaker,
        about=" ".join(_about(mention)),
        disputed=_all_disputed(mention),
        outdated=tuple(_outdated(mention.stale)[:OUTDATED_SHOWN]),
        banner=_banner(mention.stale),
    )


def _link(mention: Mention, outlet: str, *, titled: bool) -> Link | None:
    title = title_of(mention) if titled else ""
    return safe_link(title or f"Read the article at {outlet}", mention.url)


def _about(mention: Mention) -> list[str]:
    also = [clean(outlet, NAME_LIMIT) for outlet in mention.also_in]
    more = [f"{len(also) - ALSO_SHOWN} more"] if len(also) > ALSO_SHOWN else []
    sentences = [
        _agreeing(mention) or _ABOUT[mention.tier],
        f"It was edited: {_sentence('; '.join(mention.moved))}" if mention.moved else "",
        f"The same text is also in {joined([*also[:ALSO_SHOWN], *more])}." if also else "",
        "You have to pay to read the whole article." if mention.paywalled else "",
    ]
    return [sentence for sentence in sentences if sentence]


def _agreeing(mention: Mention) -> str:
    """How much of what the press says was found to be so; of councils and of ourselves only what is not."""
    n = sum(claim.verdict is ClaimVerdict.SUPPORTED for claim in mention.claims)
    if not n or _HEADINGS[mention.tier] != _PRESS:
        return ""
    return "1 statement in it matches the report." if n == 1 else f"{n} statements in it match the report."


def _all_disputed(mention: Mention) -> tuple[str, ...]:
    # what is out of date in an article of our own is said below it, sentence by sentence
    claims = () if mention.stale else mention.claims
    told = [_disputed(claim) for claim in claims if _is_told(claim, mention.tier)]
    more = len(told) - DISPUTED_SHOWN
    return (*told[:DISPUTED_SHOWN], *([f"and {more} more statements like these"] if more > 0 else []))


def _is_told(claim: Claim, tier: Tier) -> bool:
    """A council puts its own report mildly: only what is plainly wrong is held against it."""
    return claim.verdict is ClaimVerdict.CONTRADICTED or (
        claim.verdict is ClaimVerdict.IMPRECISE and tier is not Tier.COUNCIL
    )


def _disputed(claim: Claim) -> str:
    return f"{_DISPUTED[claim.verdict]} {_capital(_sentence(claim.why))}"


def _sentence(text: str) -> str:
    said = clean(text, REMARK_LIMIT)
    return said if said.endswith((".", "!", "?", "…")) else f"{said}."


# --- quotations -----------------------------------------------------------------------------------


def _quoted(quotations: Sequence[Quotation], words: int) -> tuple[str, str]:
    """The first quotation whose speaker is known, or else the first: its beginning in marks, and who speaks."""
    named = [one for one in quotations if one.speaker] or list(quotations)
    text = _cut(named[0].text, words) if named and words else ""
    return (f"“{text}”", _speaker(named[0])) if text else ("", "")


def _cut(text: str, words: int) -> str:
    # marks inside the quotation are the inner ones, so that its end cannot be taken for another's
    whole = clean(text, QUOTED_LIMIT).strip('“”" ').replace("“", "‘").replace("”", "’").replace('"', "’")
    kept = whole.split()
    return whole if len(kept) <= words else " ".join(kept[:words]).rstrip(",;:.–-") + " …"


def _speaker(quotation: Quotation) -> str:
    return ", ".join(clean(part, NAME_LIMIT) for part in (quotation.speaker, quotation.role) if part)


# --- articles of our own that are out of date -------------------------------------------------------


def _gravest_first(stale: Sequence[Stale]) -> list[Stale]:
    return sorted(stale, key=lambda one: _GRAVEST_FIRST.index(one.reason))


def _outdated(stale: Sequence[Stale]) -> list[Outdated]:
    """Each sentence once, with all that is wrong about it."""
    reasons: dict[str, list[str]] = {}
    for one in _gravest_first(stale):
        reasons.setdefault(one.sentence.strip(), []).append(_reason(one))
    return [
        Outdated(f"“{clean(sentence, SENTENCE_LIMIT)}”" if sentence else "", tuple(dict.fromkeys(why)))
        for sentence, why in reasons.items()
    ]


def _reason(stale: Stale) -> str:
    now = f" Now: {_sentence(stale.fact)}" if stale.fact.strip() else ""
    why = _sentence(stale.why)
    return f"{_capital(why)}{now}"


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _banner(stale: Sequence[Stale]) -> str:
    """A line for the top of the article. A dead link alone needs none: it is simply replaced."""
    fact = next((one.fact for one in _gravest_first(stale) if one.reason != "e" and one.fact.strip()), "")
    return f"Updated: {_sentence(fact)}" if fact else ""
