"""What a sentence of an article is about: an inspection, children's services, something else, an outlook. Pure.

The word lists come from releases of English councils and from the press: what is inspected besides a council's
children's services, and who is only in charge of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from watcher.model.report import Grade

_INSPECTION = re.compile(
    r"\b(?:ofsted\w*|re-?inspect\w*|inspect(?:ors?|ions?|ed|s|ing)|watchdog|regulator|ilacs|jtai)\b", re.I
)
_OFSTED = re.compile(r"\bofsted", re.I)

# A job title is not a service: "cabinet member for education and children's services".
_POST = re.compile(
    r"\b(?:member|holder|mayor|director|lead|leads?|head|chief|officer|manager|minister|secretary|commissioner|chair\w*|"
    r"spokes\w+|committee|panel|portfolio|department|directorate|charge|responsib\w+|oversees|budget|union)\b"
    r"(?:\s+(?:councillor|cllr|executive|of|for|with|on|in|the|its|our|at|is|has|responsibility|responsible))*"
    r"\s+(?:(?:early|help|learning|skills|education|schools?|families|family|young|people|people's|adults?|health|care|"
    r"inclusion|lifelong|culture|libraries|wellbeing|communities|social|and|&|the|,)[\s,]+)*"
    r"(?:children(?:'s|s')?(?:\s+(?:services|social care|social work|and\s+(?:families|young people|education|learning|"
    r"adults?)(?:'s)?(?:\s+services)?))?|looked after children)",
    re.I,
)  # fmt: skip
_LEADS = re.compile(r"\bwho\s+(?:\w+\s+){0,3}(?:leads?|oversees|runs|charge|responsible)\b[^.]*", re.I)

_SERVICES = re.compile(
    r"\b(?:(?:child(?:ren)?|kids)'?s?'?\s+(?:(?:and|&)\s+\w+(?:\s+people)?'?s?\s+)?(?:social\s+(?:care|work\w*|services)|services?|"
    r"safeguarding|trust|department|teams?|provision|directorate)|"
    r"services\s+(?:and\s+\w+\s+)?(?:for|to|that\s+\w+|provided\s+to|supporting)\s+(?:\w+\s+){0,2}"
    r"(?:child(?:ren)?|families|young\s+people)|"
    r"(?:support|work|care|help)\s+(?:\w+\s+)?(?:for|with|of)\s+(?:\w+\s+){0,3}(?:child(?:ren)?|families|care\s+leavers)|"
    r"child\s+protection|help\s+and\s+protection|children\s+in\s+(?:\w+\s+)?care|"
    r"children\s+(?:who\s+(?:need|live|are\s+looked)|looked\s+after)|looked[- ]after\s+children|children\s+in\s+need|"
    r"care[- ](?:leavers?|experienced)|vulnerable\s+(?:children|young)|famil(?:y|ies)'?\s+(?:services|social\s+care)|"
    r"social\s+workers?|safeguarding\s+(?:children|board|partnership)|ilacs|"
    r"young\s+carers|corporate\s+parent\w*)\b",
    re.I,
)
_FAMILIES = re.compile(r"\b(?:child(?:ren)?|famil(?:y|ies)|young\s+people|social\s+work\w*|care\s+leavers)\b", re.I)
# Inspections of a whole area: they are about children's services, but give the council no grade.
_AREA = re.compile(
    r"\b(?:joint\s+targeted\s+area|jtai|area\s+send|send\s+(?:local\s+area|area|inspection|partnership|services|provision)|"
    r"local\s+area\s+(?:partnership|inspection)|"
    r"special\s+educational\s+needs(?:\s+(?:and|or|&)(?:/or)?\s+disabilit\w+)?)\b",
    re.I,
)
_ANOTHER = re.compile(
    r"\b(?:schools?|academy|academies|nurser(?:y|ies)|pre-?schools?|playgroups?|child-?mind\w*|childcare|colleges?|"
    r"sixth\s+form|pupils?|head\s?teachers?|classrooms?|early\s+years|kindergarten|"
    r"(?:children'?s|residential|care|nursing|retirement|short[- ]breaks?)\s+homes?|"
    r"adults?'?\s+(?:social\s+care|social\s+services|services|care|learning|education|skills)|adult\s+and\s+community|"
    r"community\s+learning|cqc|care\s+quality\s+commission|food\s+(?:hygiene|standards|safety)|hygiene|takeaways?|"
    r"restaurants?|kitchens?|fire\s+(?:and\s+rescue|service|fighters?|engines?)|fire|police|hmicfrs|housing|landlords?|"
    r"tenants?|apprentic\w+|skills\s+and|training\s+(?:provider|centre)|further\s+education|universit\w+|"
    r"foster(?:ing|\s+care)\s+(?:agenc\w+|service)|adoption\s+(?:agenc\w+|service|partnership)|voluntary\s+adoption|"
    r"youth\s+(?:justice|offending)|probation|prisons?|secure\s+(?:unit|cent(?:re|er)s?|training|children\w*|accommodation)|"
    r"supported\s+(?:accommodation|living)|respite|short\s+breaks?|children'?s\s+cent(?:re|res)|family\s+(?:hubs?|centres?)|"
    r"holiday\s+\w+|after-?school|music\s+(?:service|hub)|hospitals?|ambulance|nhs|dentist\w*|mot|taxis?|kennels|"
    r"playgrounds?|bridges?|roads?|trading\s+standards|library|libraries|museum|crematorium|waste|recycling|"
    r"planning\s+(?:inspectorate|inspector|appeal)|local\s+plan|auditors?|ombudsman)\b",
    re.I,
)
_COUNCIL = re.compile(r"\b(?:council|county|city|borough|authority|trust|(?:northern\s+)?town\s+hall)(?:'s)?\b", re.I)
_FINDING = re.compile(
    r"\b(?:rat(?:ed|es?|ings?)|judg\w+|grad(?:ed|es?|ings?)|verdict|prais\w+|critici\w+|f(?:ou|i)nd(?:s|ings?)?|"
    r"report(?:s|ed)?|letter|scor(?:e[sd]?|ing)|hail\w*|slam\w*|fail\w*|says?|said|tells?|told|improv\w+|impress\w+|"
    r"welcom\w+|respon\w+|named|among\s+the\s+(?:best|worst)|progress|recogni\w+|highlight\w*|inspected|visited|took\s+place|concerns?|strengths?)\b",
    re.I,
)
_COMPARISON = re.compile(
    r"\b(?:recently\s+(?:been\s+)?(?:rated|judged|graded|inspected|named|given|awarded)|not\s+(?:been\s+)?inspected|not\s+part\s+of|separate\s+(?:authority|council)|next\s+door|"
    r"(?:still|also|remains?|remained)\s+rated|by\s+contrast|compared\s+(?:with|to)|unlike|(?:higher|lower|better)\s+rat\w+|"
    r"the\s+only\s+(?:other\s+)?council|elsewhere|only\s+\w+(?:,[^,]*,)?\s+(?:has|holds|have|is|are|was|were)|"
    r"worked\s+with|formerly|before\s+moving|share\s+(?:their|its|our)\s+work)\b",
    re.I,
)
_OUTLOOK = re.compile(
    r"\b(?:set\s+for|expect(?:s|ed|ing)?\s+(?!standard)|prepar(?:es?|ing|ation\w*)\s+for|get(?:s|ting)?\s+ready|ahead\s+of|"
    r"next\s+inspection|insiders?|rumou?r\w*|(?:is|are)\s+due|await\w*|anticipat\w*|could\s+be\s+rated|"
    r"no\s+report\s+has|not\s+(?:yet\s+)?(?:been\s+)?published|will\s+be\s+(?:inspected|published)|tipped)\b",
    re.I,
)
_FRESH = re.compile(
    r"\b(?:has|have|had|was|were|is|are)\s+(?:\w+\s+){0,3}?(?:been\s+)?(?:\w+\s+)?(?:rated|judged|graded|given|awarded|handed|told|"
    r"found|described|praised|criticised|raised|downgraded|upgraded|published|received|kept|retained|fallen|dropped|gone|"
    r"slipped|climbed|moved|lost|risen|improved|declined|inspected|announced|failed|held)\b|"
    r"\b(?:ofsted|inspectors?|inspections?|watchdog|regulator|reports?|it|they)(?:'s)?(?:\s+\w[\w'-]*){0,8}?\s+(?:rates?|rated|judges?|judged|says?|said|finds?|found|grades?|graded|praises?|praised|criticises?|"
    r"criticised|slams?|hails?|describes?|described|notes?|noted|highlight\w*|identif\w+|reports?|publish\w*|wrote|sees?|"
    r"saw|names?|named|recognis\w+|reveal\w*|conclud\w*|tells?|told|gives?|gave|warns?|impressed)\b|"
    r"\b(?:according\s+to|following|after)\s+(?:\w+\s+){0,4}(?:ofsted|inspect\w+|report|visit)\b|"
    r"\b(?:latest|new|recent|this|full|today's)\s+(?:ofsted\s+)?(?:inspection|report|rating|judgement)s?\b|"
    r"\binspection\s+(?:report\s+)?(?:took\s+place|was|lists|of\s+\d)|\breport\s+(?:published|released|out)\b|"
    r"\bsays\s+ofsted|\breceived\b|\bofsted\s+verdict|\bperfect\s+score|\bpublished\s+(?:today|on|this)\b|\brequired?\s+"
    r"improvement\s+to\b",
    re.I,
)  # fmt: skip
_UNGRADED_VISIT = re.compile(
    r"\bvisits?\b.*\b(?:no|not|without|never)\s+(?:an?\s+|any\s+|give\s+(?:an?\s+)?|carry\s+(?:an?\s+)?|result\s+in\s+(?:an?\s+)?)?"
    r"(?:rat\w+|grad\w+|judgement\w*)\b|\b(?:focused|monitoring)\s+visit\b",
    re.I,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class InspectionWords:
    """What a sentence is about, and how it speaks of it.

    `services` are a council's for children, and not first something else; `families` are children, families or those
    who work with them, in any words. `area_inspection` is a joint one of a whole area: of SEND, or of how partners
    protect children. `another` is something else that is inspected, or that councils write about. `finding` says that
    something was found or graded, `fresh_finding` as new and with a finite verb: "was rated", but not ", rated good,
    are to". `comparison` names the council only beside others. `outlook` looks ahead to an inspection or a rating, or
    repeats a rumour of one. `ungraded_visit` ends with a letter and without a grade.
    """

    inspection: bool = False
    ofsted: bool = False
    services: bool = False
    area_inspection: bool = False
    families: bool = False
    another: bool = False
    council: bool = False
    finding: bool = False
    fresh_finding: bool = False
    comparison: bool = False
    outlook: bool = False
    ungraded_visit: bool = False


def inspection_words(sentence: str, grades: Collection[Grade]) -> InspectionWords:
    """Of a sentence with plain quotes (`model.sentences.straight`) and the grades that it names."""

    def has(pattern: re.Pattern[str], text: str = sentence) -> bool:
        return pattern.search(text) is not None

    # without what somebody is in charge of
    rest = _LEADS.sub(" ", _POST.sub(" ", sentence))
    services = _is_of_services(rest)
    return InspectionWords(
        inspection=has(_INSPECTION),
        ofsted=has(_OFSTED),
        services=services,
        area_inspection=has(_AREA) and has(_INSPECTION),
        families=has(_FAMILIES, rest),
        another=has(_ANOTHER, rest) and not services,
        council=has(_COUNCIL, rest),
        finding=has(_FINDING) or bool(grades),
        fresh_finding=has(_FRESH),
        comparison=has(_COMPARISON),
        outlook=has(_OUTLOOK),
        ungraded_visit=has(_UNGRADED_VISIT),
    )


def _is_of_services(rest: str) -> bool:
    services, another = _SERVICES.search(rest), _ANOTHER.search(rest)
    if _AREA.search(rest):
        return _OFSTED.search(rest) is not None or services is not None or "inspect" in rest.lower()
    return services is not None and (another is None or services.start() <= another.start())
