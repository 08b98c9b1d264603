"""The words that may stand between a subject and its grade without being a subject themselves. Data.

Adverbs in -ly, numbers, months and weekdays are such words too.
"""

from __future__ import annotations

from watcher.claims.statements.words import NUMBERS, WEEKDAYS
from watcher.model.months import NUMBER_OF_MONTH
from watcher.model.sentences import words

# Articles, prepositions, conjunctions, pronouns, auxiliaries, adverbs.
_SMALL = words(
    "a an the its it's their his her our your my this that these those some any all both each every other same "
    "such one as at by for from in into of off on onto out over to under up with within without through across "
    "against along among around because before after during since until till upon towards than then there here "
    "when while where which who whom whose what how why and or nor but so yet also too if whether although though "
    "despite following followed according is are was were be been being am isn't aren't wasn't weren't has have "
    "had having do does did doing get gets got getting become becomes became remain remains remained remaining "
    "stay stays stayed keep keeps kept keeping retain retains retained maintain maintains maintained hold holds "
    "held still now again just only even today yesterday tonight ever never once twice first second third fourth "
    "fifth last latest new next more most very well rather quite already not no longer back down however "
    "meanwhile overall effectiveness"
)
# Judging, telling, giving and getting.
_JUDGING = words(
    "rate rates rated rating ratings judge judges judged judging judgement judgements judgment judgments grade "
    "grades graded grading deem deems deemed class classed score scores scored award awards awarded give gives "
    "gave given giving receive receives received receiving achieve achieves achieved achieving earn earned secure "
    "secured win won brand branded label labelled declare declared rank ranked find finds found finding findings "
    "assess assessed mark marks marked describe describes described call called report reports reported reporting "
    "conclude concludes concluded conclusion pronounce pronounced confirm confirms confirmed announce announces "
    "announced reveal reveals revealed say says said tell told show shows shown state stated named considered "
    "celebrate celebrates celebrating celebrated hail hails hailed welcome welcomes welcomed land landed hand "
    "handed hit slapped praised praise require requires required requiring need needs needed needing come comes "
    "came coming go goes went gone made make makes making took take takes taken put reach reaches reached improve "
    "improved improving improvement improvements"
)
# Inspectors, those whom they inspect, and when.
_INSPECTING = words(
    "ofsted ofsted's inspector inspectors inspectors' inspection inspections inspected inspect visit visited "
    "visits watchdog regulator education published publication publish framework standard standards short full "
    "focused outcome outcomes result results verdict status level top highest lowest worst best bottom scale "
    "four-point council councils council's councillors authority authorities services service children children's "
    "child's young people families city county borough town district metropolitan council-run department england "
    "area areas category categories aspect aspects element elements part parts measure measures week weeks month "
    "months year years day days decade time times ago earlier later early late previous past recent current "
    "present former separate whole entire sole single good outstanding inadequate"
)
# Moving on the scale.
_MOVING = words(
    "move moves moved moving rise rises risen rose climb climbs climbed leap leaps leapt leaped jump jumps jumped "
    "drop drops dropped fall falls fell fallen slip slips slipped slide slid plummeted plunged tumbled sank "
    "slumped shot soared upgraded downgraded promoted demoted relegated lifted pulled raised boosted declined "
    "deteriorated journey turnaround transformation transformed step steps straight further progressed swung "
    "lurched bounced crashed places notch"
)
# A run of inspections, the names of judgements, and how a grade or a report is called.
_DESCRIBING = words(
    "london greater north south east west midlands northern southern eastern western local statutory delighted "
    "proud pleased thrilled disappointed running row consecutive successive succession impact leaders leader's "
    "experiences experience progress who's vulnerable work exception exceptions bright spot highlight perfect "
    "clean sweep house damning scathing critical glowing positive negative disappointing poor coveted impressive "
    "major much-improved mixed"
)
PLAIN = _SMALL | _JUDGING | _INSPECTING | _MOVING | _DESCRIBING | {*NUMBER_OF_MONTH, *NUMBERS, *WEEKDAYS}
