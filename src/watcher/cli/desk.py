"""The commands of the writer's desk: briefs, drafts and their check. `cli.main` lists the exit codes."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli.options import FAILED, OK, AsJson, ConfigFile, Verbose, err, given, out, say_json
from watcher.model.errors import ConfigError, install_extra

if TYPE_CHECKING:
    from watcher.desk.dossier import Dossier
    from watcher.desk.written import Written
    from watcher.settings import Settings

What = Annotated[
    str, typer.Argument(metavar="CHANGE|AUTHORITY", help="An id from `watcher changes`, or a council for its newest.")
]
Out = Annotated[Path | None, typer.Option("--out", help="Write to this file. Its ending may say the format.")]


class BriefFormat(StrEnum):
    HTML = "html"
    DOCX = "docx"
    MD = "md"
    JSON = "json"


class DraftFormat(StrEnum):
    DOCX = "docx"
    HTML = "html"
    MD = "md"


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command()(brief)
    app.command()(draft)
    app.command("check-draft")(check_draft)


def require_desk() -> None:
    """`ConfigError` if the packages of the desk are not installed."""
    if not all(map(find_spec, ("docx", "nh3"))):
        raise ConfigError(f"briefs and drafts need more packages. {install_extra('desk')}")


def brief(
    ctx: typer.Context,
    what: What,
    format_: Annotated[BriefFormat | None, typer.Option("--format", help="Markdown by default.")] = None,
    target: Out = None,
    config: ConfigFile = None,
    verbose: Verbose = 0,
) -> None:
    """Write everything that a writer needs about a report.

    It has the grades, quotations and coverage, each with its source.
    """
    require_desk()
    from watcher.commands import desk

    chosen = BriefFormat(_format(format_, target, BriefFormat.MD, BriefFormat))
    _write(ctx, what, chosen, target, desk.brief, config, verbose)


def draft(
    ctx: typer.Context,
    what: What,
    template: Annotated[str, typer.Option(help="A file of templates/draft/, without its ending.")] = "update",
    format_: Annotated[DraftFormat | None, typer.Option("--format", help="Markdown by default.")] = None,
    target: Out = None,
    config: ConfigFile = None,
    verbose: Verbose = 0,
) -> None:
    """Draft an article about a report, with numbered footnotes. Every statement has a source.

    Gaps that you must fill are marked TODO. A report that is held gets no draft.
    """
    require_desk()
    from watcher.commands import desk

    def made(settings: Settings, dossier: Dossier) -> Written:
        return desk.draft(settings, dossier, template)

    chosen = DraftFormat(_format(format_, target, DraftFormat.MD, DraftFormat))
    _write(ctx, what, chosen, target, made, config, verbose)


def check_draft(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A draft as .docx, .html or .md, perhaps edited.", dir_okay=False)],
    about: Annotated[
        str,
        typer.Option(metavar="CHANGE|AUTHORITY", help="The report it is about, if it does not say so itself."),
    ] = "",
    as_json: AsJson = False,
    config: ConfigFile = None,
    verbose: Verbose = 0,
) -> None:
    """Check every statement of a draft against its source.

    Every number, date, grade word and quotation must be found there.

    Exit 1 if one is wrong or not found.
    """
    require_desk()
    from watcher.cli.documents.draft import draft_items
    from watcher.cli.screens.draft import show_checked
    from watcher.commands.check_draft import check, read_draft

    call = given(ctx, config, None, verbose)
    read = read_draft(file)
    with call.reading() as (settings, store), err.status("Reading the PDFs again ..."):
        checked = check(settings, store, read, about)
    if as_json:
        for item in draft_items(checked):
            say_json(item)
    else:
        show_checked(out, checked)
    raise typer.Exit(OK if checked.is_sound else FAILED)


def _format(asked: StrEnum | None, target: Path | None, usual: StrEnum, known: type[StrEnum]) -> str:
    """The format that the user asked for, or the one that the file's name ends in."""
    ending = target.suffix.removeprefix(".").lower() if target else ""
    return asked or (known(ending) if ending in {*known} else usual)


def _write(
    ctx: typer.Context,
    what: str,
    format_: StrEnum,
    target: Path | None,
    make: Callable[[Settings, Dossier], Written],
    config: Path | None,
    verbose: int,
) -> None:
    from watcher.commands.desk import dossier_of, picture
    from watcher.commands.documents import as_bytes
    from watcher.desk.marks import PICTURE

    if format_ == "docx" and target is None:
        raise ConfigError("a Word document needs a file. Name it with --out, for example --out draft.docx.")
    call = given(ctx, config, None, verbose)
    with call.reading() as (settings, store), err.status("Reading the PDFs again ..."):
        dossier = dossier_of(settings, store, what)
        written = make(settings, dossier)
        pictured = PICTURE in written.body and format_ in ("html", "docx")
        content = as_bytes(written, dossier, format_, picture(store, dossier) if pictured else None)
    if target is None:
        out.file.write(content.decode())
        return
    target.write_bytes(content)
    err.print(f"Wrote {target}", markup=False)
