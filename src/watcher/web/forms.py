"""Form input: read without trust, kept to show it again, and checked for problems. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from watcher.model.address import typed_address
from watcher.model.errors import AddressFault, TypedAddressError
from watcher.model.interest import USUAL_INTERESTS, Interest
from watcher.model.reader import Reader, Wishes
from watcher.model.subscription import Frequency
from watcher.web.choices import EVERYTHING, QUERY_LIMIT, Offered

# What is shown again of an address that was refused.
ADDRESS_SHOWN = 300
Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Entered:
    """A form as filled in. Only what is offered is kept of its choices.

    `others` are topics that only the operator gives out, which a reader who has them may keep or drop;
    `searched` is the last search whose results the page showed.
    """

    query: str = ""
    searched: str = ""
    authorities: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    everything: bool = False
    others: tuple[str, ...] = ()
    interests: tuple[Interest, ...] = USUAL_INTERESTS
    frequency: Frequency | None = Frequency.DAILY
    address: str = ""
    agreed: bool = False
    one_mail_an_item: bool = False
    all_quiet: bool = False

    @property
    def topics(self) -> tuple[str, ...]:
        """The topic ids of what was chosen. "Everything" includes all others."""
        if self.everything:
            return (EVERYTHING, *self.others)
        councils = (f"authority:{urn}" for urn in self.authorities)
        return (*councils, *(f"region:{code}" for code in self.regions), *self.others)

    @property
    def is_search(self) -> bool:
        """Whether the search has text that was not searched for yet. If so, the reader pressed Enter there."""
        return bool(self.query.strip()) and self.query != self.searched


class FormFault(StrEnum):
    """What is wrong with a form, apart from its address; the page says it in words."""

    NO_TOPIC = "no_topic"
    NO_INTEREST = "no_interest"
    NO_FREQUENCY = "no_frequency"
    NOT_AGREED = "not_agreed"


@dataclass(frozen=True, slots=True)
class Problem:
    """What to correct, and in which field (by the id of its element)."""

    field: str
    fault: FormFault | AddressFault


def entered(fields: Fields, offered: Offered, others: Iterable[str] = ()) -> Entered:
    """The form as read. Choices that we don't offer are dropped."""
    several: dict[str, list[str]] = {}
    for name, value in fields:
        several.setdefault(name, []).append(value)
    return Entered(
        query=_first(several, "q")[:QUERY_LIMIT],
        searched=_first(several, "searched")[:QUERY_LIMIT],
        authorities=_known(several, "authority", offered.authorities),
        regions=_known(several, "region", offered.regions),
        everything="everything" in several,
        others=_known(several, "other", dict.fromkeys(others, "")),
        interests=tuple(one for one in Interest if one in several.get("interest", [])),
        frequency=next((one for one in Frequency if one == _first(several, "frequency")), None),
        address=_first(several, "address")[:ADDRESS_SHOWN],
        agreed="agreed" in several,
        one_mail_an_item="one_mail_an_item" in several,
        all_quiet="all_quiet" in several,
    )


def _first(several: Mapping[str, list[str]], name: str) -> str:
    return several.get(name, [""])[0]


def _known(several: Mapping[str, list[str]], name: str, offered: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in several.get(name, []) if value in offered))


def form_of(reader: Reader, offered: Offered) -> Entered:
    """What a reader follows now, as a filled in form."""
    topics = [one.topic for one in reader.follows]
    authorities = [topic.removeprefix("authority:") for topic in topics if topic.startswith("authority:")]
    regions = [topic.removeprefix("region:") for topic in topics if topic.startswith("region:")]
    plain = {f"authority:{urn}" for urn in offered.authorities} | {f"region:{code}" for code in offered.regions}
    chosen = {interest for one in reader.follows for interest in one.interests}
    return Entered(
        authorities=tuple(urn for urn in authorities if urn in offered.authorities),
        regions=tuple(code for code in regions if code in offered.regions),
        everything=EVERYTHING in topics,
        others=tuple(topic for topic in topics if topic not in plain | {EVERYTHING}),
        interests=tuple(one for one in Interest if one in chosen) or USUAL_INTERESTS,
        frequency=reader.follows[0].frequency if reader.follows else Frequency.DAILY,
        one_mail_an_item=reader.one_mail_an_item,
        all_quiet=reader.all_quiet,
    )


def choice_problems(form: Entered) -> tuple[Problem, ...]:
    """What is missing from the choices, in the order of the page."""
    found = []
    if not form.topics:
        found.append(Problem("q", FormFault.NO_TOPIC))
    if not form.interests:
        found.append(Problem("interest-inspections", FormFault.NO_INTEREST))
    if form.frequency is None:
        found.append(Problem("frequency-daily", FormFault.NO_FREQUENCY))
    return tuple(found)


def address_problems(form: Entered) -> tuple[Problem, ...]:
    try:
        typed_address(form.address)
    except TypedAddressError as error:
        return (Problem("address", error.fault),)
    return ()


def sign_up_problems(form: Entered) -> tuple[Problem, ...]:
    """Every problem that keeps us from accepting a sign-up, in the order of the page."""
    agreed = () if form.agreed else (Problem("agreed", FormFault.NOT_AGREED),)
    return (*choice_problems(form), *address_problems(form), *agreed)


def wishes(form: Entered) -> Wishes:
    """What a form without problems asks for."""
    if form.frequency is None:
        raise ValueError("the form was not looked through for problems")
    return Wishes(form.topics, form.interests, form.frequency)
