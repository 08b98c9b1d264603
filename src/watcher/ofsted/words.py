"""The words readers see for grades, judgements, events and changes: fixed lists, no defaults."""

from __future__ import annotations

from watcher.model.change import Movement
from watcher.model.event_kind import EventKind
from watcher.model.report import Grade, JudgementId

GRADES: dict[Grade, str] = {
    Grade.OUTSTANDING: "Outstanding",
    Grade.GOOD: "Good",
    Grade.REQUIRES_IMPROVEMENT: "Requires improvement",
    Grade.INADEQUATE: "Inadequate",
    Grade.ADEQUATE: "Adequate",
    Grade.NOT_JUDGED: "Not judged",
    Grade.EXCEPTIONAL: "Exceptional",
    Grade.STRONG_STANDARD: "Strong standard",
    Grade.EXPECTED_STANDARD: "Expected standard",
    Grade.NEEDS_ATTENTION: "Needs attention",
    Grade.URGENT_IMPROVEMENT: "Urgent improvement",
    Grade.MET: "Met",
    Grade.NOT_MET: "Not met",
    Grade.TYPICALLY_POSITIVE: "Typically positive experiences and outcomes",
    Grade.INCONSISTENT: "Inconsistent experiences and outcomes",
    Grade.SYSTEMIC_FAILINGS: "Widespread and/or systemic failings",
}

# For each scale: the grades that call for improvement, and those at the very bottom.
WORST = frozenset({Grade.INADEQUATE, Grade.URGENT_IMPROVEMENT, Grade.NOT_MET, Grade.SYSTEMIC_FAILINGS})
BELOW_GOOD = WORST | {
    Grade.REQUIRES_IMPROVEMENT,
    Grade.ADEQUATE,
    Grade.NEEDS_ATTENTION,
    Grade.INCONSISTENT,
}

# Only these scales have the word "good", so only for these may an email say "still below good".
BELOW_THE_WORD_GOOD = frozenset({Grade.INADEQUATE, Grade.REQUIRES_IMPROVEMENT, Grade.ADEQUATE})

JUDGEMENTS: dict[JudgementId, str] = {
    JudgementId.OVERALL: "Overall",
    JudgementId.LEADERS: "Impact of leaders",
    JudgementId.HELP_AND_PROTECTION: "Help and protection",
    JudgementId.IN_CARE_AND_CARE_LEAVERS: "Children in care and care leavers",
    JudgementId.IN_CARE: "Children in care",
    JudgementId.CARE_LEAVERS: "Care leavers",
    JudgementId.ADOPTION: "Adoption",
    JudgementId.SEND_OUTCOME: "Area SEND outcome",
    JudgementId.CAPACITY_TO_IMPROVE: "Capacity to improve",
    JudgementId.OUTCOMES: "Outcomes",
    JudgementId.QUALITY_OF_PROVISION: "Quality of provision",
    JudgementId.INCLUSION: "Inclusion",
    JudgementId.CURRICULUM_AND_TEACHING: "Curriculum and teaching",
    JudgementId.ACHIEVEMENT: "Achievement",
    JudgementId.ATTENDANCE_AND_BEHAVIOUR: "Attendance and behaviour",
    JudgementId.PERSONAL_DEVELOPMENT: "Personal development and wellbeing",
    JudgementId.BEHAVIOUR_AND_ROUTINES: "Behaviour, attitudes and establishing routines",
    JudgementId.WELFARE_AND_WELLBEING: "Children's welfare and wellbeing",
    JudgementId.EARLY_YEARS: "Early years",
    JudgementId.POST_16: "Post-16 provision",
    JudgementId.LEADERSHIP_AND_GOVERNANCE: "Leadership and governance",
    JudgementId.SAFEGUARDING: "Safeguarding standards",
}

# The same inside a sentence.
JUDGEMENTS_IN_TEXT: dict[JudgementId, str] = {
    JudgementId.OVERALL: "overall",
    JudgementId.LEADERS: "leaders",
    JudgementId.HELP_AND_PROTECTION: "help and protection",
    JudgementId.IN_CARE_AND_CARE_LEAVERS: "children in care and care leavers",
    JudgementId.IN_CARE: "children in care",
    JudgementId.CARE_LEAVERS: "care leavers",
    JudgementId.ADOPTION: "adoption",
    JudgementId.SEND_OUTCOME: "area SEND outcome",
    JudgementId.CAPACITY_TO_IMPROVE: "capacity to improve",
    JudgementId.OUTCOMES: "outcomes",
    JudgementId.QUALITY_OF_PROVISION: "quality of provision",
    JudgementId.INCLUSION: "inclusion",
    JudgementId.CURRICULUM_AND_TEACHING: "curriculum and teaching",
    JudgementId.ACHIEVEMENT: "achievement",
    JudgementId.ATTENDANCE_AND_BEHAVIOUR: "attendance and behaviour",
    JudgementId.PERSONAL_DEVELOPMENT: "personal development and wellbeing",
    JudgementId.BEHAVIOUR_AND_ROUTINES: "behaviour, attitudes and establishing routines",
    JudgementId.WELFARE_AND_WELLBEING: "children's welfare and wellbeing",
    JudgementId.EARLY_YEARS: "early years",
    JudgementId.POST_16: "post-16 provision",
    JudgementId.LEADERSHIP_AND_GOVERNANCE: "leadership and governance",
    JudgementId.SAFEGUARDING: "safeguarding standards",
}

EVENTS: dict[EventKind, str] = {
    EventKind.INSPECTION: "Inspection",
    EventKind.FOCUSED_VISIT: "Focused visit",
    EventKind.MONITORING_VISIT: "Monitoring visit",
    EventKind.JTAI: "Joint targeted area inspection",
    EventKind.SEND: "Area SEND inspection",
    EventKind.OTHER: "Other document",
    EventKind.COVERAGE: "News about an inspection",
    EventKind.OWN_POST: "Your own article",
}

DOCUMENTS: dict[EventKind, str] = {
    EventKind.INSPECTION: "inspection report",
    EventKind.FOCUSED_VISIT: "focused visit letter",
    EventKind.MONITORING_VISIT: "monitoring visit letter",
    EventKind.JTAI: "joint inspection letter",
    EventKind.SEND: "area SEND inspection report",
    EventKind.OTHER: "document",
    EventKind.COVERAGE: "news item",
    EventKind.OWN_POST: "article of your own",
}

# These never have a grade, and headlines that gave them one have misled readers.
NARRATIVE = frozenset({EventKind.FOCUSED_VISIT, EventKind.MONITORING_VISIT, EventKind.JTAI})

MOVEMENTS: dict[Movement, str] = {
    Movement.IMPROVED: "up",
    Movement.DECLINED: "down",
    Movement.UNCHANGED: "unchanged",
    Movement.FIRST: "first grade on record",
    Movement.NEW_JUDGEMENT: "new judgement",
    Movement.ENDED: "no longer given",
    Movement.NOT_COMPARABLE: "not comparable",
}
