"""Names documents that are neither inspection reports nor letters about a visit, if their first page shows what
they are.
"""

from __future__ import annotations

import re

_NAMES: tuple[tuple[str, str], ...] = (
    ("reportnotfound", 'Ofsted\'s "Report not found" page'),
    (
        "joint(?:local)?areasend(?:inspection|revisit)|jointareasendrevisit|localareasend(?:inspection|revisit)|"
        "specialeducationalneedsandordisabilitiesin[a-z]{2,60}letter",
        "a letter on an area SEND inspection or revisit from before 2023",
    ),
    (
        "areasendmonitoring|monitoringinspectionof[a-z]{2,80}localareapartnership",
        "a report on an area SEND monitoring inspection, which gives no outcome",
    ),
    ("areasendthematic|thematicreview|thematicvisit", "a report on a thematic visit"),
    (
        "unannouncedinspectionofcontactreferral|contactreferralandassessmentarrangements",
        "a letter about contact, referral and assessment arrangements (2009 to 2012)",
    ),
    (
        "arrangementsfortheprotectionofchildren",
        "a report on arrangements for the protection of children (2012 to 2013)",
    ),
    (
        "safeguardingandlookedafterchildren(?:s)?services|inspectionofsafeguarding",
        "a report on safeguarding and looked after children services (2009 to 2012)",
    ),
    ("jointareareview", "a joint area review (2005 to 2009)"),
    ("annualengagementmeeting|annualconversation", "a letter about an annual engagement meeting"),
    ("assurancevisit", "a letter about an assurance visit"),
    (
        "independentfosteringagency|voluntaryadoptionagency|adoptionsupportagency",
        "a report on a fostering or adoption agency",
    ),
    ("inspectionreport(?:for)?childrenshome|childrenshome", "a report on a children's home"),
    (
        "schoolinspectionreport|inspectionofa?[a-z]{2,80}?(?:school|academy|college|nursery)|schoolreport",
        "a report on a school, college or nursery",
    ),
    ("writtenstatementofaction", "a council's written statement of action"),
    ("improvementnotice|directionissuedunder", "a direction or notice of the Department for Education"),
    ("pressrelease|newsrelease", "a press release"),
    ("(?:improvement|action|priorityaction)plan", "a council's plan"),
)
#: how much of the text we look at: a document says at the top what it is
_HEAD = 2_500


def name_of_other(flat: str) -> str | None:
    """What a document is, from the letters and digits of its text; None if unknown."""
    found = ((match.start(), name) for pattern, name in _NAMES if (match := re.search(pattern, flat[:_HEAD])))
    return min(found, default=(0, None))[1]
