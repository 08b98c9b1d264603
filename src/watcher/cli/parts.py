"""The modules whose commands belong to the program beside those of `cli.main`. One is imported when it is needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module

import typer
from typer.core import TyperGroup
from typer.main import get_group

PARTS: Mapping[str, tuple[str, ...]] = {
    "article": ("article",),
    "asking": ("find", "compare", "themes", "timeline"),
    "backup": ("backup", "restore"),
    "calendar": ("calendar",),
    "cluster": ("worker", "defer"),
    "coverage": ("coverage",),
    "desk": ("brief", "draft", "check-draft"),
    "doctor": ("doctor",),
    "export": ("export", "import"),
    "held": ("held", "correct"),
    "mail": ("outbox", "bounces"),
    "metrics": ("metrics",),
    "posts": ("posts",),
    "readmit": ("readmit", "revoke-links"),
    "sources": ("source", "record"),
    "subscribers": ("subscribe", "unsubscribe", "subscribers"),
    "web": ("web", "consent", "forget", "erase"),
    "why": ("why",),
}


class ProgramInParts(TyperGroup):
    """Loads the module of a command when it is called, and all of them when commands are listed or one is unknown."""

    def get_command(self, ctx: typer.Context, cmd_name: str) -> typer.core.TyperCommand | None:  # type: ignore[override]
        """The command of this name. Its module is loaded first, or every module if none has it."""
        if cmd_name not in self.commands:
            self._load([part for part, names in PARTS.items() if cmd_name in names] or PARTS)
        return self.commands.get(cmd_name)  # type: ignore[return-value]

    def list_commands(self, ctx: typer.Context) -> list[str]:  # type: ignore[override]
        """The names of all commands: those that have commands of their own come last."""
        self._load(PARTS)
        return sorted(self.commands, key=lambda name: isinstance(self.commands[name], TyperGroup))

    def _load(self, parts: Iterable[str]) -> None:
        for part in parts:
            if PARTS[part][0] not in self.commands:
                program = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
                import_module(f"watcher.cli.{part}").register(program)
                self.commands.update(get_group(program).commands)
