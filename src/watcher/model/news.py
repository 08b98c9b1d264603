"""News: where it is published, what was read from an item, and which inspection it belongs to.

All frozen and pure. Dates are `date` in London. `None` means not known or not printed. Stories are named
`URN@YYYY-MM-DD` after the authority and the publication date of Ofsted's report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Tier(StrEnum):
    """Who publishes, in order of trust. Readers never get what only an aggregator says."""

    COUNCIL = "council"
    SECTOR_PRESS = "sector_press"
    LOCAL_PRESS = "local_press"
    AGGREGATOR = "aggregator"
    OWN = "own"


class DateBasis(StrEnum):
    """Where a publication date was found, the most trustworthy first."""

    JSON_LD = "json-ld"
    META = "meta"
    TIME = "time"
    LABEL = "label"
    LIST = "list"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


class ClaimVerdict(StrEnum):
    """What the record says of a claim."""

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    IMPRECISE = "imprecise"
    CANNOT_CHECK = "cannot_check"


@dataclass(frozen=True, slots=True)
class NewsSource:
    """A news site as `sources.toml` describes it.

    `url` is the page that lists its news (or the feed itself for the family `feed`), `feed` the address of its feed if
    it has one, `authorities` the URNs of the councils it speaks for (none for a paper). `selectors` override those of
    the family, by name. `at_least` is how many items a good list shows. `verified` is the day of the last good live
    check, None before the first.
    """

    id: str
    name: str
    url: str
    family: str
    tier: Tier = Tier.COUNCIL
    authorities: tuple[str, ...] = ()
    feed: str | None = None
    selectors: Mapping[str, str] = field(default_factory=dict)
    at_least: int = 1
    verified: date | None = None

    @property
    def source_id(self) -> str:
        """The id in the store: `news:leicester-city`."""
        return f"news:{self.id}"


@dataclass(frozen=True, slots=True)
class Headline:
    """One row of a list or a feed. `url` is absolute and canonical; `published` as the row dates it."""

    url: str
    title: str
    published: date | None = None
    summary: str = ""


@dataclass(frozen=True, slots=True)
class NewsList:
    """A list or a feed as read: its rows in order, each address once.

    `next_page` is the address of the next page of the list. `refused` says which rows were left out and why.
    """

    headlines: tuple[Headline, ...]
    next_page: str | None = None
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """Somebody's words as printed, without the marks. The speaker is given only if the text names one."""

    text: str
    speaker: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One news item as read from its page. `text` has one paragraph on each line, without the menus of the site.

    `links` are the addresses in the text that lead to Ofsted. `paywalled` means that we could read only the beginning.
    """

    url: str
    title: str
    published: date | None
    published_basis: DateBasis
    text: str
    links: tuple[str, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    paywalled: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement in an article and what the record says about it; `why` names the evidence in our own words.

    `words` are those of the sentence that state it, empty where it was judged before they were kept.
    """

    sentence: str
    verdict: ClaimVerdict
    why: str
    words: str = ""


class PostFault(StrEnum):
    """What is the matter with a sentence of our own, the worst first."""

    WRONG = "wrong"
    OUT_OF_DATE = "out of date"
    IMPRECISE = "imprecise"

    @property
    def predicate(self) -> str:
        """What is said of the article."""
        return "contains an error" if self is PostFault.WRONG else f"is {self.value}"


@dataclass(frozen=True, slots=True)
class Stale:
    """Why a sentence of one of our own articles needs a change.

    `reason` is a letter: a newer inspection, b another grade, c "latest" with an older date, d a statement about the
    framework, e a dead link, f an authority abolished or renamed, g wrong and h imprecise on its first day. `report` is
    the publication date of the report that made it so, if one did.
    """

    reason: str
    sentence: str
    why: str
    fact: str
    report: date | None = None

    @property
    def fault(self) -> PostFault:
        """Whether it is wrong or imprecise, or was right once."""
        return {"g": PostFault.WRONG, "h": PostFault.IMPRECISE}.get(self.reason, PostFault.OUT_OF_DATE)


def worst_fault(stale: Sequence[Stale]) -> PostFault:
    """What to say of a whole article: the worst of its faults; an error comes before what was right once."""
    return min((one.fault for one in stale), key=list(PostFault).index, default=PostFault.OUT_OF_DATE)


@dataclass(frozen=True, slots=True)
class Mention:
    """One news item of a story, with all that an email may say about it.

    `outlet` is the name of its source; `stories` and `authorities` what it is about; `also_in` the outlets that carry
    the same text; `moved` what an edit changed, in words. `text` is never part of it.
    """

    source_id: str
    outlet: str
    tier: Tier
    url: str
    title: str
    published: date | None
    basis: DateBasis
    stories: tuple[str, ...] = ()
    authorities: tuple[str, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    claims: tuple[Claim, ...] = ()
    also_in: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    stale: tuple[Stale, ...] = ()
    paywalled: bool = False
