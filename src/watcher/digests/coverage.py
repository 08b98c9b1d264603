"""What others, and we ourselves, publish about a story, as view models. Pure.

The rules of copyright are kept here: of the press our own sentence, the outlet's name and a link, never an extract;
of a council's release its headline, a link and one short quotation with its speaker.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from watcher.digests.links import safe_link
from watcher.digests.views import (
    CoverageGroup,
    DisputedClaim,
    FirstNames,
    Outdated,
    OutdatedReason,
    Piece,
    PublisherKind,
    QuotedWords,
)
from watcher.model.news import Claim, ClaimVerdict, DateBasis, Mention, PostFault, Quotation, Stale, Tier
from watcher.model.sentences import sentences
from watcher.model.text import NAME_LIMIT, clean, day
from watcher.ofsted.headline import TITLE_LIMIT

PIECES_SHOWN = 8
REMARK_LIMIT = 400
SENTENCE_LIMIT = 500
WORDS_LIMIT = 80
QUOTED_LIMIT = 400
ALSO_SHOWN = 5
DISPUTED_SHOWN = 5
DISSENT_SHOWN = 2
OUTDATED_SHOWN = 20

# Words by which a council, or somebody whom it quotes, does not accept what inspectors found.
_DISSENT = re.compile(
    r"\b(?:disappoint\w*|disagree\w*|cannot (?:accept|agree)|reject(?:s|ed)?|appeal(?:ed)?"
    r"|(?:do|does|did|can|could)(?: not|n[’']t) (?:accept|agree|recogni[sz]e|reflect|believe)"
    r"|challeng(?:e|ed|ing) (?:the|this|these|its|their|it|ofsted)"
    r"|unfair\w*|inaccura\w+|not a (?:fair|true|full)|harsh|dispute[sd]?|complain(?:t|ed)|unhappy|frustrat\w+|let down"
    r"|dismay\w*|angry|regret\w*|surprised by)\b",
    re.IGNORECASE,
)
_KINDS: dict[Tier, PublisherKind] = {
    Tier.COUNCIL: PublisherKind.COUNCIL,
    Tier.SECTOR_PRESS: PublisherKind.PRESS,
    Tier.LOCAL_PRESS: PublisherKind.PRESS,
    Tier.AGGREGATOR: PublisherKind.PRESS,
    Tier.OWN: PublisherKind.OWN,
}
# In which order the pieces stand: an aggregator last of the press.
_PLACE: dict[Tier, int] = {tier: n for n, tier in enumerate(_KINDS)}
# Which reasons change what a reader of the article should know first.
# Of several reasons about one sentence, the first says what to write instead.
_TELLS_MOST = "gbcafdeh"
_GRAVEST_FIRST = "abfcdgeh"


def groups(
    mentions: Sequence[Mention], *, press_titles: bool = True, quote_words: int = 40
) -> tuple[CoverageGroup, ...]:
    """The items by publisher: councils, then press, then our own articles; each address once, the oldest first.

    `press_titles` says whether headlines of the press are shown; `quote_words` how many words are quoted of a
    council's release.
    """
    once = {mention.url: mention for mention in mentions}.values()
    ordered = sorted(once, key=lambda mention: (_PLACE[mention.tier], mention.published or date.max, mention.url))
    found: dict[PublisherKind, list[Piece]] = {}
    for mention in ordered:
        kind = PublisherKind.OUTDATED if mention.stale else _KINDS[mention.tier]
        found.setdefault(kind, []).append(_piece(mention, press_titles, quote_words))
    return tuple(
        CoverageGroup(kind, tuple(pieces[:PIECES_SHOWN]), max(len(pieces) - PIECES_SHOWN, 0))
        for kind, pieces in found.items()
    )


def title_of(mention: Mention) -> str:
    """The headline as a mail may print it."""
    return clean(mention.title, TITLE_LIMIT)


def went_stale(stale: Sequence[Stale]) -> date | None:
    """The day on which an article became out of date: that of the newer report, if one made it so."""
    return next((one.report for one in _gravest_first(stale) if one.report), None)


def _piece(mention: Mention, press_titles: bool, quote_words: int) -> Piece:
    council, press = mention.tier is Tier.COUNCIL, _KINDS[mention.tier] is PublisherKind.PRESS
    quoted, speaker = _quoted(mention.quotations, quote_words) if council else ("", "")
    disputed = _disputed(mention)
    return Piece(
        outlet=clean(mention.outlet, NAME_LIMIT),
        published=_published(mention),
        is_date_inferred=mention.basis is DateBasis.INFERRED,
        link=safe_link(title_of(mention) if press_titles or not press else "", mention.url),
        quoted=quoted,
        speaker=speaker,
        dissent=_dissent(mention.quotations, quoted, quote_words) if council else (),
        is_press=press,
        is_aggregator=mention.tier is Tier.AGGREGATOR,
        supported=_supported(mention) if press else 0,
        edits=_sentence("; ".join(mention.moved)) if mention.moved else "",
        also_in=_also_in(mention),
        is_paywalled=mention.paywalled,
        disputed=disputed[:DISPUTED_SHOWN],
        more_disputed=max(len(disputed) - DISPUTED_SHOWN, 0),
        outdated=tuple([*_outdated(mention.stale), *_imprecise(mention)][:OUTDATED_SHOWN]),
        banner=_banner(mention.stale),
    )


def _published(mention: Mention) -> str:
    if mention.published is None or mention.basis is DateBasis.UNKNOWN:
        return ""
    return day(mention.published)


def _also_in(mention: Mention) -> FirstNames:
    outlets = tuple(dict.fromkeys(clean(outlet, NAME_LIMIT) for outlet in mention.also_in))
    return FirstNames(outlets[:ALSO_SHOWN], max(len(outlets) - ALSO_SHOWN, 0))


def _supported(mention: Mention) -> int:
    """How much of what the press says was found to be so; of councils and of ourselves we say only what is not."""
    return sum(claim.verdict is ClaimVerdict.SUPPORTED for claim in mention.claims)


def _disputed(mention: Mention) -> tuple[DisputedClaim, ...]:
    # what is out of date in an article of our own is said below it, sentence by sentence
    claims = () if mention.stale else mention.claims
    told = (
        DisputedClaim(
            claim.verdict is ClaimVerdict.CONTRADICTED,
            _capital(_sentence(claim.why)),
            clean(claim.words, WORDS_LIMIT).strip('“”" '),
        )
        for claim in claims
        if _is_told(claim, mention.tier)
    )
    return tuple(dict.fromkeys(told))  # two sentences may say the same in the same words


def _is_told(claim: Claim, tier: Tier) -> bool:
    """A council puts its own report mildly: only what is plainly wrong is held against it."""
    return claim.verdict is ClaimVerdict.CONTRADICTED or (
        claim.verdict is ClaimVerdict.IMPRECISE and tier is not Tier.COUNCIL
    )


def _sentence(text: str) -> str:
    said = clean(text, REMARK_LIMIT)
    return said if said.endswith((".", "!", "?", "…")) else f"{said}."


# --- quotations -----------------------------------------------------------------------------------


def _quoted(quotations: Sequence[Quotation], words: int) -> tuple[str, str]:
    """The first quotation whose speaker is known, or else the first: its beginning in marks, and who speaks."""
    named = [one for one in quotations if one.speaker] or list(quotations)
    text = _cut(named[0].text, words) if named and words else ""
    return (f"“{text}”", _speaker(named[0])) if text else ("", "")


def _dissent(quotations: Sequence[Quotation], shown: str, words: int) -> tuple[QuotedWords, ...]:
    """What others say against the report: never left out because somebody else is quoted first."""
    against = [one for one in quotations if _DISSENT.search(one.text)] if words else []
    told = (QuotedWords(f"“{text}”", _speaker(one)) for one in against if (text := _against(one.text, words)))
    return tuple(dict.fromkeys(one for one in told if one.quoted != shown))[:DISSENT_SHOWN]


def _against(text: str, words: int) -> str:
    """The beginning of a quotation, or of its sentence that disagrees if that comes later."""
    cut = _cut(text, words)
    if _DISSENT.search(cut):
        return cut
    return next((_cut(one, words) for one in sentences(text) if _DISSENT.search(one)), "")


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
    """Each sentence once, with the one reason that says most about it."""
    chosen: dict[str, Stale] = {}
    for one in sorted(stale, key=lambda one: _TELLS_MOST.index(one.reason)):
        chosen.setdefault(one.sentence.strip(), one)
    ordered = _gravest_first(list(chosen.values()))
    quoted = ((one, clean(one.sentence.strip(), SENTENCE_LIMIT)) for one in ordered)
    return [Outdated(f"“{said}”" if said else "", (_reason(one),), one.fault) for one, said in quoted]


def _imprecise(mention: Mention) -> list[Outdated]:
    """What is not exact in an article that needs a change anyway, in sentences that nothing else was said of."""
    told = {one.sentence.strip() for one in mention.stale}
    claims = [one for one in mention.claims if one.verdict is ClaimVerdict.IMPRECISE and mention.stale]
    by_sentence = {one.sentence.strip(): one for one in reversed(claims) if one.sentence.strip() not in told}
    return [
        Outdated(
            f"“{clean(said, SENTENCE_LIMIT)}”",
            (OutdatedReason(_capital(_sentence(one.why)), ""),),
            PostFault.IMPRECISE,
        )
        for said, one in by_sentence.items()
    ]


def _reason(stale: Stale) -> OutdatedReason:
    return OutdatedReason(_capital(_sentence(stale.why)), _sentence(stale.fact) if stale.fact.strip() else "")


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _banner(stale: Sequence[Stale]) -> str:
    """What is true now, for the top of the article. A dead link or an error needs no such line: it is put right."""
    fact = next((one.fact for one in _gravest_first(stale) if one.reason not in "eg" and one.fact.strip()), "")
    return _sentence(fact) if fact else ""
