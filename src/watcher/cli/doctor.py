"""`watcher doctor`: everything that a deployment needs, looked at once. Exit codes are those of `cli.main`."""

from __future__ import annotations

import typer

from watcher.cli.options import AT_FAULT, OK, AsJson, ConfigFile, Verbose, given, out, say_json


def register(app: typer.Typer) -> None:
    """Add the command of this module to the program."""
    app.command()(doctor)


def doctor(
    ctx: typer.Context,
    as_json: AsJson = False,
    config: ConfigFile = None,
    verbose: Verbose = 0,
) -> None:
    """Look for what is wrong with configuration, database, files, disk, clock, mail server, names, keys and sites.

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
    raise typer.Exit(OK if is_well(findings) else AT_FAULT)
