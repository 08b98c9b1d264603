"""What a stretch of a sentence speaks of."""

from __future__ import annotations

import pytest

from watcher.claims.statements.subjects import Subject, has_subject, subject


@pytest.mark.parametrize(
    ("clause", "of"),
    [
        ("children's services in the city were rated", Subject.OURS),
        ("the council, which looks after 600 children, is", Subject.OURS),
        ("the council, next door, is", Subject.OURS),
        ("the experiences and progress of care leavers were judged", Subject.OURS),
        ("the impact of leaders on social work practice with children and families was rated", Subject.OURS),
        ("support for care leavers was", Subject.OURS),
        ("the council's schools were", Subject.ANOTHER),
        ("the home run by the council was", Subject.ANOTHER),
        ("leadership of the fostering service was rated", Subject.ANOTHER),
        ("the quality of the service's practice was", Subject.ANOTHER),
        ("rated by ofsted in march as", Subject.NONE),
        ("", Subject.NONE),
    ],
)
def test_the_last_noun_is_what_is_spoken_of(clause: str, of: Subject) -> None:
    assert subject(clause) is of


def test_a_council_is_spoken_of_by_its_name_unless_something_of_its_is() -> None:
    assert subject("eastmere has been rated", [(0, 8)]) is Subject.OURS
    assert subject("eastmere's bins were rated", [(0, 8)]) is Subject.NONE
    assert subject("flats in eastmere were rated", [(9, 17)]) is Subject.NONE


def test_services_judgements_and_all_areas_are_what_grades_are_given_to() -> None:
    assert all(map(has_subject, ("the council", "care leavers", "in every area")))
    assert not has_subject("recycling")
