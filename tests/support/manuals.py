"""The blocks of README and the manuals, and the commands in them, as a test may run them."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt

ROOT = Path(__file__).resolve().parents[2]
_FIVE_FIELDS = re.compile(r"(?:[\d*/,-]+\s+){5}(?P<command>\S.*)")
_COMMENT = re.compile(r"\s+#\s(?P<comment>.*)")


@dataclass(frozen=True, slots=True)
class Block:
    """One block of code: its page, its first line there, what it says it is, and its text."""

    page: str
    line: int
    kind: str
    text: str

    @property
    def lines(self) -> list[Line]:
        """The lines that are not empty, each without its comment."""
        found = []
        for number, text in enumerate(self.text.splitlines()):
            said = _COMMENT.search(text)
            command = (text[: said.start()] if said else text).strip()
            if command:
                found.append(Line(self.line + number, command, said["comment"] if said else ""))
        return found


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a block, by its number on the page."""

    number: int
    command: str
    comment: str

    @property
    def programs(self) -> list[list[str]]:
        """The calls that the line stands for, as words.

        What is optional is left in, an alternative (`ID | --all`) takes the place of the last word, a crontab line is
        its command, and `…` is some words.
        """
        cron = _FIVE_FIELDS.fullmatch(self.command)
        text = cron["command"] if cron else self.command.removeprefix("|")
        text = re.sub(r"\[(-[^\]]*)\]", r"\1", text).replace('"…"', "…").replace("…", '"because it is so"')
        first, *others = text.split(" | ")
        words = shlex.split(first)
        return [words, *([*words[:-1], *shlex.split(other)] for other in others)]


def pages() -> list[Path]:
    """README and every manual that is tracked, without the decisions."""
    listed = subprocess.run(["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split() if not name.startswith("docs/adr/")]


def blocks() -> list[Block]:
    """Every block of every page, in order."""
    return [block for page in pages() for block in _blocks_of(page)]


def _blocks_of(page: Path) -> Iterator[Block]:
    name = str(page.relative_to(ROOT))
    for token in MarkdownIt().parse(page.read_text(encoding="utf-8")):
        if token.type in ("code_block", "fence") and token.map:
            first = token.map[0] + (2 if token.type == "fence" else 1)
            yield Block(name, first, token.info, token.content)


def spoken_commands() -> Iterator[tuple[str, Sequence[str]]]:
    """Every `watcher …` in the running text: its page, and its words without the first."""
    for page in pages():
        for token in MarkdownIt().enable("table").parse(page.read_text(encoding="utf-8")):
            for inner in token.children or ():
                if inner.type == "code_inline" and re.match(r"watcher [a-z]", inner.content):
                    yield str(page.relative_to(ROOT)), inner.content.split()[1:]
