"""The words of a sentence that can be held against its author: in it, every word is one of these. Data.

Nothing here lets somebody else speak, wishes, doubts, denies, or names a subject that Ofsted's inspection of children's
services does not have. A word is added only where it can do none of that in any sentence.
"""

from __future__ import annotations

from watcher.claims.statements.words import NUMBERS, WEEKDAYS
from watcher.model.months import NUMBER_OF_MONTH
from watcher.model.sentences import words

_SMALL = words(
    "a an the it its they their them this that these those all both each every as at by for from in into of on out "
    "over up to with within across among after during since when while and or but also so too than between around is "
    "are was were be been being has have had having just only still now again already today yesterday once twice "
    "first second third last latest new current recent previous previously formerly currently recently officially "
    "overall effectiveness before ago earlier ever same straight according least more under"
)
_JUDGING = words(
    "rate rates rated rating ratings judge judges judged judging judgement judgements judgment judgments grade grades "
    "graded grading deemed classed award awarded awards give gives gave given receive receives received receiving get "
    "gets got achieve achieved achieves earned secured won find finds found finding findings conclude "
    "concludes concluded confirmed announced say says said told shows showed score scored keep keeps kept retain "
    "retains retained hold holds held remain remains remained stay stays stayed require requires required requiring "
    "got handed slapped welcomed perfect coveted called running row appear improve improved improvement improvements "
    "better higher lower highest lowest top level scale"
)
_INSPECTING = words(
    "ofsted ofsted's inspector inspectors inspectors' inspection inspection's inspections inspected inspect visit "
    "visited watchdog regulator education published publishes publish publication released report reports framework "
    "standard short full routine outcome outcomes result results resulted verdict council council's authority "
    "authority's local service services department children children's child's young people families city city's "
    "county county's borough borough's district metropolitan area areas category categories aspect aspects week "
    "week's weeks month months year year's years day days decade working three-year two-week one-week week-long time "
    "times carried take took place began begin ended end lasted ran came come spent arrived left listed lists list "
    "identified set recommendation recommendations point points item items appeared social work practice impact "
    "experiences progress performance named main key autumn spring summer winter early late end beginning good "
    "outstanding inadequate"
)
_MOVING = words(
    "gone go goes went going moved moves moving move rose rises risen rise raised climbed climbs climb fell fallen "
    "falls fall dropped drops drop down upgraded downgraded jumped leapt slipped slid slumped plunged crashed lifted "
    "promoted relegated improving declined step steps unchanged changed stayed stuck notch place places"
)
_OF_DAYS = {f"{day}'s" for day in WEEKDAYS} | {"today's", "yesterday's"}
KNOWN = _SMALL | _JUDGING | _INSPECTING | _OF_DAYS | {*NUMBER_OF_MONTH, *NUMBERS, *WEEKDAYS}
#: beside them in a comparison
KNOWN_IN_MOVES = KNOWN | _MOVING
