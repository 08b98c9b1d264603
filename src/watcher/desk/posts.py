"""Our own articles as a worklist: what is wrong, out of date or imprecise in each, and what to write instead. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from watcher.desk.gather import found_in
from watcher.model.news import ClaimVerdict, PostFault, Stale
from watcher.model.own_post import PostOnFile
from watcher.model.record import OnRecord, Records, of_services
from watcher.model.source import Authority
from watcher.model.text import clean, day, periods

SENTENCE_LIMIT = 1000
#: which reason's sentence stands in the place of one that several reasons name
_FIRST = "bacfdeg"
_BY_REPORT = frozenset("abc")


class PostProblem(StrEnum):
    WRONG = "wrong"
    OUT_OF_DATE = "out of date"
    IMPRECISE = "imprecise"


class PostState(StrEnum):
    """OPEN posts need work. DONE ones were edited, and are read again at the next check. ACCEPTED ones stay as they
    are. CLEAR ones have nothing to change.
    """

    OPEN = "open"
    DONE = "done"
    ACCEPTED = "accepted"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class PostIssue:
    """One sentence that needs a change. `replacement` is a whole sentence, empty where only a person can write it.

    `key` stays the same while the sentence and its reason do. `since` is None if it was so from the first day.
    """

    key: str
    problem: PostProblem
    sentence: str
    why: str
    says: str
    replacement: str
    since: datetime | None
    state: PostState


@dataclass(frozen=True, slots=True)
class WorkPost:
    """One article of our own with all that is to do. `banner` is a line for its top; `diff` what would change.

    `links` are our other articles on the same councils.
    """

    id: str
    url: str
    title: str
    published: str
    councils: tuple[str, ...]
    state: PostState
    issues: tuple[PostIssue, ...]
    banner: str
    diff: str
    links: tuple[tuple[str, str], ...]

    @property
    def open(self) -> tuple[PostIssue, ...]:
        return tuple(one for one in self.issues if one.state is PostState.OPEN)

    @property
    def since(self) -> datetime | None:
        return min((one.since for one in self.open if one.since), default=None)


# How a sentence is written: by the name of a macro and what it needs.
Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What replacements are written from."""

    records: Records
    authorities: Mapping[str, Authority]
    say: Say

    def of(self, found: OnRecord) -> tuple[str, str, str, str]:
        """The council, the day, the grades and the days of the inspection, in words."""
        council = self.authorities[found.urn].name if found.urn in self.authorities else found.urn
        return council, day(found.published), found_in(found.report), periods(found.report.inspection_periods)


def worklist(
    posts: Sequence[PostOnFile], records: Records, authorities: Mapping[str, Authority], say: Say
) -> list[WorkPost]:
    """Every article of ours, those with open issues first, the oldest issue first. `say` writes a sentence."""
    evidence = _Evidence(of_services(records), authorities, say)
    made = [_post(one, posts, evidence) for one in posts]
    return sorted(made, key=lambda one: (not one.open, str(one.since or "9999"), one.url))


def open_posts(posts: Sequence[PostOnFile], today: datetime) -> tuple[int, int]:
    """How many articles have something open, and for how many days the oldest has."""
    found = [one for one in worklist(posts, Records(), {}, lambda *_: "") if one.open]
    oldest = min((one.since for one in found if one.since), default=today)
    return len(found), (today - oldest).days


def _post(post: PostOnFile, all_of_them: Sequence[PostOnFile], evidence: _Evidence) -> WorkPost:
    issues = (*_stale(post, evidence), *_claims(post, evidence))
    known = evidence.authorities
    councils = tuple(known[urn].name for urn in post.mention.authorities if urn in known)
    banner = _banner(post, issues, evidence)
    return WorkPost(
        id=post.id,
        url=post.url,
        title=clean(post.mention.title, 300),
        published=day(post.mention.published) if post.mention.published else "",
        councils=councils,
        state=_state(issues),
        issues=issues,
        banner=banner,
        diff=_diff(post, issues, banner),
        links=tuple(_links(post, all_of_them)),
    )


def _state(issues: Sequence[PostIssue]) -> PostState:
    states = {one.state for one in issues}
    return next((state for state in PostState if state in states), PostState.CLEAR)


# --- issues ---------------------------------------------------------------------------------------


def _stale(post: PostOnFile, evidence: _Evidence) -> Iterable[PostIssue]:
    by_sentence: dict[str, list[Stale]] = {}
    for one in _overtaken_or_wrong(post):
        by_sentence.setdefault(one.sentence.strip(), []).append(one)
    for sentence, reasons in by_sentence.items():
        ordered = sorted(reasons, key=lambda one: _FIRST.index(one.reason))
        wrong = {one.reason for one in ordered} <= {"g", "e"}
        seen = [post.since.get((one.reason, one.report.isoformat() if one.report else "")) for one in ordered]
        key = _key(sentence, *(f"{one.reason}{one.report or ''}" for one in ordered))
        yield PostIssue(
            key=key,
            problem=PostProblem.WRONG if wrong else PostProblem.OUT_OF_DATE,
            sentence=clean(sentence, SENTENCE_LIMIT),
            why=clean("; ".join(dict.fromkeys(one.why for one in ordered)), SENTENCE_LIMIT),
            says=clean("; ".join(dict.fromkeys(one.fact for one in ordered if one.fact)), SENTENCE_LIMIT),
            replacement=_replacement(post, sentence, ordered[0], evidence),
            since=min((one for one in seen if one), default=None),
            state=_ruled(post, key),
        )


def _overtaken_or_wrong(post: PostOnFile) -> list[Stale]:
    """What is imprecise comes from the claims, by which decisions on it are remembered."""
    return [one for one in post.mention.stale if one.fault is not PostFault.IMPRECISE]


def _claims(post: PostOnFile, evidence: _Evidence) -> Iterable[PostIssue]:
    """What was wrong or imprecise when it was written, and is not told of already."""
    told = {one.sentence.strip() for one in _overtaken_or_wrong(post)}
    kinds = {ClaimVerdict.CONTRADICTED: PostProblem.WRONG, ClaimVerdict.IMPRECISE: PostProblem.IMPRECISE}
    for claim in post.mention.claims:
        if claim.verdict in kinds and claim.sentence.strip() not in told:
            key = _key(claim.sentence, claim.verdict, claim.why)
            sentence, why = clean(claim.sentence, SENTENCE_LIMIT), clean(claim.why, SENTENCE_LIMIT)
            instead = _cited(claim.why, evidence) if sentence.endswith((".", "!", "?")) else ""
            yield PostIssue(key, kinds[claim.verdict], sentence, why, why, instead, None, _ruled(post, key))


def _key(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:16]


def _ruled(post: PostOnFile, key: str) -> PostState:
    """DONE lasts until the page was read again: if the sentence is still there then, it is open again."""
    for one in post.rulings:
        if one.issue == key and one.verdict == PostState.ACCEPTED:
            return PostState.ACCEPTED
        if one.issue == key and one.verdict == PostState.DONE and post.read_at <= one.ruled_at:
            return PostState.DONE
    return PostState.OPEN


# --- what to write instead ------------------------------------------------------------------------


def _replacement(post: PostOnFile, sentence: str, stale: Stale, evidence: _Evidence) -> str:
    """A whole sentence; empty for a title, and for an error that only a person can put right."""
    if sentence == post.mention.title.strip():
        return ""
    if stale.reason == "g":
        return _cited(stale.fact, evidence)
    if stale.reason == "e":
        urn = next(iter(post.mention.authorities), "")
        return evidence.say("link", urn) if urn else ""
    if stale.reason in _BY_REPORT:
        found = _report(post, stale, evidence)
        words = "graded" if stale.reason == "b" else "dated"
        return evidence.say(words, *evidence.of(found)) if found else ""
    return evidence.say("fact", clean(stale.fact, SENTENCE_LIMIT)) if stale.fact.strip() else ""


def _cited(why: str, evidence: _Evidence) -> str:
    """What Ofsted's report says in the place of an error, where the reason says it as a sentence."""
    cited = next((part for part in why.split("; ") if part.startswith("Ofsted's report of ") and " says " in part), "")
    return evidence.say("fact", clean(cited, SENTENCE_LIMIT)) if cited else ""


def _report(post: PostOnFile, stale: Stale, evidence: _Evidence) -> OnRecord | None:
    reports = (one for urn in post.mention.authorities for one in evidence.records.get(urn, ()))
    return next((one for one in reports if one.published == stale.report), None)


def _banner(post: PostOnFile, issues: Sequence[PostIssue], evidence: _Evidence) -> str:
    """What a reader of the article should know first: the newest report that overtook it."""
    if not any(one.state is PostState.OPEN and one.problem is PostProblem.OUT_OF_DATE for one in issues):
        return ""
    overtaken = sorted((one for one in post.mention.stale if one.report), key=lambda one: str(one.report))
    found = _report(post, overtaken[-1], evidence) if overtaken else None
    return evidence.say("banner", *evidence.of(found)) if found else ""


def _diff(post: PostOnFile, issues: Sequence[PostIssue], banner: str) -> str:
    """The article as it is and as it would be, line by line; empty if nothing can be written for a person."""
    if post.article is None:
        return ""
    before = post.article.text.splitlines()
    after = [*before]
    for issue in issues:
        if issue.state is PostState.OPEN and issue.replacement:
            after = [line.replace(issue.sentence, issue.replacement) for line in after]
    if banner:
        after.insert(0, banner)
    name = clean(post.mention.title, 120)
    return "\n".join(difflib.unified_diff(before, after, f"{name} (now)", f"{name} (new)", lineterm="", n=1))


def _links(post: PostOnFile, others: Sequence[PostOnFile]) -> Iterable[tuple[str, str]]:
    mine = set(post.mention.authorities)
    for other in others:
        if other.url != post.url and mine & set(other.mention.authorities):
            yield clean(other.mention.title, 300), other.url
