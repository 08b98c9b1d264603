"""What the pages say of a form, and of what it offers."""

from __future__ import annotations

import pytest

from watcher.mail.templates import sentence
from watcher.model.address import LIMIT
from watcher.model.errors import AddressFault
from watcher.model.interest import Interest
from watcher.model.subscription import Frequency
from watcher.web.forms import FormFault


def problem(fault: FormFault | AddressFault) -> str:
    return sentence("web/words.j2", "problem", fault)


def test_every_fault_has_words_of_its_own_that_say_what_to_do() -> None:
    said = [problem(fault) for fault in (*FormFault, *AddressFault)]
    assert all(words.startswith(("Choose", "Enter", "Tick")) for words in said) and len(set(said)) == len(said)
    assert f"at most {LIMIT} characters" in problem(AddressFault.TOO_LONG)


@pytest.mark.parametrize(("kind", "offered"), [("interest", Interest), ("frequency", Frequency)])
def test_all_that_is_offered_has_a_name_and_an_explanation(kind: str, offered: type[Interest | Frequency]) -> None:
    names = {sentence("choice_words.j2", kind, one) for one in offered}
    explained = {sentence("choice_words.j2", f"{kind}_means", one) for one in offered}
    assert len(names) == len(explained) == len(offered)
