"""The words of a sentence that can be held against its author: in it, every word is one of these. Data.

Nothing here lets somebody else speak, wishes, doubts, denies, or names a subject that Ofsted's inspection of children's
services does not have. A word is added only where it can do none of that in any sentence, with whatever ending.
"""

from __future__ import annotations

from watcher.claims.statements.words import NUMBERS, WEEKDAYS
from watcher.model.months import NUMBER_OF_MONTH
from watcher.model.search import root
from watcher.model.sentences import words

_LISTED = words(
    # articles, prepositions, conjunctions, auxiliaries, adverbs
    "a an the it its they their them this that these those all both each every as at by for from in into of on out "
    "over up to with within across among after during since when while and or but also so too than between around is "
    "are was were be been being has have had having just only still now again already today yesterday once twice "
    "first second third last latest new current recent previous formerly official overall effectiveness previously "
    "before ago earlier ever same straight accord least more under made lowest highest team morning afternoon "
    "fortnight site which who whose leader look become became single brand mean little "
    # judging, telling, giving and getting
    "rate judge judgement judgment grade deemed class award give given gave receive get got achieve earn secure win "
    "won find found conclude confirm announce say said tell told show score keep kept retain hold held remain stay "
    "require hand slap welcome perfect coveted call run row appear improve improvement better high low top level "
    "scale "
    # inspectors, those whom they inspect, and when
    "ofsted inspector inspection inspect visit watchdog regulator education publish publication release report "
    "framework standard short full routine outcome result verdict council authority local service department child "
    "children young people family city county borough district metropolitan area category aspect week month year day "
    "decade work three-year two-week one-week week-long time carried take took place began begin end last ran come "
    "came spent arrive left list identified set recommendation point item social practice impact experience progress "
    "performance name main key autumn spring summer winter late beginning "
    # moving on the scale
    "go gone went move rise rose risen raise climb fall fell fallen drop down upgrade downgrade jump leap leapt slip "
    "slid slump plummet tumble sank soar plunge crash lift promote relegate decline step unchanged change stuck notch "
)
#: without their endings
KNOWN = frozenset(map(root, _LISTED | {*NUMBER_OF_MONTH, *NUMBERS, *WEEKDAYS}))
