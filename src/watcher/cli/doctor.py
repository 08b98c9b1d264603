"""`watcher doctor`: everything that a deployment needs, looked at once. Exit codes are those of `cli.main`."""

from __future__ import annotations

from typing import Annotated

import typer

from watcher.cli.options import AT_FAULT, OK, AsJson, Call, ConfigFile, Verbose, given, out, say_json


def register(app: typer.Typer) -> None:
    """Add the command of this module to the program."""
    app.command()(doctor)


def doctor(
    ctx: typer.Context,
    live: Annotated[
        bool,
        typer.Option("--live", help="Also fetch one page of each kind, keep it, and test what the parsers assume."),
    ] = False,
    as_json: AsJson = False,
    config: ConfigFile = None,
    verbose: Verbose = 0,
) -> None:
    """Look for what is wrong with this deployment.

    It looks at configuration, database, files, disk, clock, mail server, names, keys and sites.

    Each problem comes with what to do. Nothing is changed and no email is sent. Exit 3 if there is a problem.
    """
    from watcher.cli.documents.diagnosis import diagnosis_document
    from watcher.cli.screens.doctor import say_diagnosis, say_finding
    from watcher.commands.doctor import examine, is_well

    call = given(ctx, config, None, verbose)
    findings = []
    for finding in examine(call.config, call.moment()):
        findings.append(finding)
        say_json(diagnosis_document(finding)) if as_json else say_finding(out, finding)
    if not as_json:
        say_diagnosis(out, findings)
    well = is_well(findings)
    if live:
        well = _first_contact(call, as_json=as_json) and well
    raise typer.Exit(OK if well else AT_FAULT)


def _first_contact(call: Call, *, as_json: bool) -> bool:
    """Print what the sites show about each assumption. True if they contradict none."""
    from watcher.cli.screens.doctor import say_contact
    from watcher.commands.first_contact import contact_document, first_contact

    seen = first_contact(call.settings(), call.moment())
    if as_json:
        for result in seen.results:
            say_json(contact_document(result))
    else:
        say_contact(out, seen)
    return seen.well
