"""Reads the two files of this folder."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent


class Reply(NamedTuple):
    """A refusal; `of_recipient` if it answers the address."""

    of_recipient: bool
    truth: str
    code: int
    words: str


class ReturnedMail(NamedTuple):
    """A message that came back, with BACK and ID still to be filled in."""

    truth: str
    name: str
    text: str

    def filled(self, back: str, message_id: str) -> bytes:
        return self.text.replace("BACK", back).replace("ID\n", f"{message_id}\n").encode()


@cache
def replies() -> tuple[Reply, ...]:
    """Every refusal, in the order of the file."""
    lines = (HERE / "replies.txt").read_text(encoding="utf-8").splitlines()
    parts = (line.split(" | ", 2) for line in lines if line and not line.startswith("#"))
    return tuple(Reply(where == "rcpt", truth, int(said[:3]), said[4:]) for where, truth, said in parts)


@cache
def returned() -> tuple[ReturnedMail, ...]:
    """Every returned message, in the order of the file."""
    text = (HERE / "returned.txt").read_text(encoding="utf-8")
    found = re.split(r"^===== (\w+) \| (.+)\n", text, flags=re.MULTILINE)[1:]
    return tuple(ReturnedMail(*found[at : at + 3]) for at in range(0, len(found), 3))
