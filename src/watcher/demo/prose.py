"""The text of the invented reports: sentences that fit any council, whatever its grades."""

from __future__ import annotations

from watcher.model.report import Improvement, JudgementId

_HELP = (
    "Families in {authority} can reach early help through five family centres. Most are offered a first"
    " meeting within two weeks, and the plans that follow are written in words that parents understand.",
    "Social workers at the front door look at each contact with the police and health visitors. Decisions"
    " are usually made on the day, although the reasons are not always written down.",
    "Strategy meetings bring the right people together. In a few of the cases seen, the next steps had no"
    " dates, and one family waited too long for an assessment.",
    "Pre-proceedings work begins in good time for most families. Letters before proceedings say plainly"
    " what has to change, and most parents had legal advice before their first meeting.",
    "The register of private fostering arrangements is short. Leaders know that it should be longer and"
    " have begun to visit schools and clubs.",
)
_IN_CARE = (
    "Children come into care when they need to. Care proceedings are issued promptly, and the courts speak"
    " well of the statements that social workers write.",
    "Most children live with carers who know them well. Viability assessments of kinship carers are"
    " careful, and special guardianship is considered for every child who could stay in the family.",
    "Two children were living in unregistered placements at the time of this inspection. Both were visited"
    " every week, and homes were being sought for them.",
    "Reviews are held on time. Children\u2019s wishes are recorded in their own words, and the older ones"
    " often chair part of the meeting.",
)
_CARE_LEAVERS = (
    "Personal advisers begin to know young people before they turn seventeen. Pathway plans are made"
    " together with them and are mostly up to date.",
    "Care leavers have a choice of places to live. A handful have stayed too long in emergency housing,"
    " which leaders expect to end this year.",
    "More care leavers are in work or in training than two years ago, helped by apprenticeships at the council itself.",
)
_LEADERS = (
    "Senior leaders know their services and say openly what is not good enough. Councillors ask searching"
    " questions and remember the answers.",
    "Caseloads have come down since the last inspection. Supervision is regular, although its records do"
    " not always show what was decided.",
    "Social workers like working in {authority}. They speak of managers who are nearby and of training"
    " that they can use the next day.",
)
_PARAGRAPHS = {
    JudgementId.HELP_AND_PROTECTION: _HELP,
    JudgementId.IN_CARE: _IN_CARE,
    JudgementId.CARE_LEAVERS: _CARE_LEAVERS,
    JudgementId.IN_CARE_AND_CARE_LEAVERS: _IN_CARE + _CARE_LEAVERS,
    JudgementId.LEADERS: _LEADERS,
}
_SUMMARY = (
    "Children and families in {authority} meet people who want to help them. Since the last inspection,"
    " leaders have put more money into early help and have kept most of their experienced staff.",
    "The work is not equally strong everywhere. Where managers look closely, plans move on; where they do"
    " not, children wait.",
)

IMPROVE = (
    Improvement("The recording of the reasons for decisions at the front door.", "outcome 3, national framework"),
    Improvement(
        "The oversight of plans for children in need, so that they do not drift.",
        "enabler: leaders drive conditions for effective practice, national framework",
    ),
    Improvement(
        "The number of suitable homes for children and young people who should not live far away from their"
        " school and their friends.",
        "outcome 4, national framework",
    ),
)
IMPROVE_AFTER_VISIT = (
    "The time that young people spend in emergency housing.",
    "The regularity of visits to care leavers who live far away.",
)


def summary_of(authority: str) -> tuple[str, ...]:
    """The paragraphs under the table."""
    return tuple(text.format(authority=authority) for text in _SUMMARY)


def paragraphs_on(judgement: JudgementId, authority: str) -> tuple[str, ...]:
    """The paragraphs of the section on this judgement; the overall one has none."""
    return tuple(text.format(authority=authority) for text in _PARAGRAPHS[judgement])
