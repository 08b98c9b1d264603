"""The commands for our own articles. `cli.main` lists the exit codes."""

from __future__ import annotations

from typing import Annotated

import typer

from watcher.cli.desk import require_desk
from watcher.cli.options import AsJson, ConfigFile, Force, Now, Verbose, given, out, say_json

posts = typer.Typer(help="List your own articles that need work.")

Id = Annotated[str, typer.Argument(metavar="ID", help="The id of an article, or its first characters.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module to the program."""
    app.add_typer(posts, name="posts")


@posts.callback(invoke_without_command=True)
def list_(
    ctx: typer.Context, as_json: AsJson = False, config: ConfigFile = None, now: Now = None, verbose: Verbose = 0
) -> None:
    """List your own articles, those that need work first."""
    call = given(ctx, config, now, verbose)
    if ctx.invoked_subcommand is not None:
        return
    require_desk()
    from watcher.cli.documents.post import post_document
    from watcher.cli.screens.posts import show_posts
    from watcher.commands.posts import posts as on_record

    with call.reading() as (_, store):
        found = on_record(store)
    if not as_json:
        show_posts(out, found, call.moment())
    for one in found if as_json else ():
        say_json(post_document(one))


@posts.command()
def show(ctx: typer.Context, id_: Id, as_json: AsJson = False, config: ConfigFile = None, verbose: Verbose = 0) -> None:
    """Show one article, with what to write instead.

    It has a line for the top, and a diff.
    """
    require_desk()
    from watcher.cli.documents.post import post_document
    from watcher.cli.screens.posts import show_post
    from watcher.commands.posts import chosen
    from watcher.commands.posts import posts as on_record

    with given(ctx, config, None, verbose).reading() as (_, store):
        post = chosen(id_, on_record(store))
    if as_json:
        say_json(post_document(post))
    else:
        show_post(out, post)


@posts.command()
def done(
    ctx: typer.Context, id_: Id, config: ConfigFile = None, now: Now = None, force: Force = False, verbose: Verbose = 0
) -> None:
    """Say that you edited an article. The next check reads it again, and reopens what is still in it."""
    require_desk()
    from watcher.commands import posts as work

    call = given(ctx, config, now, verbose, force)
    with call.store() as (_, store):
        out.print(work.done(store, id_, call.moment()), markup=False)


@posts.command()
def accept(
    ctx: typer.Context,
    id_: Id,
    why: Annotated[str, typer.Option("--why", help="Why the article stays as it is.")],
    config: ConfigFile = None,
    now: Now = None,
    force: Force = False,
    verbose: Verbose = 0,
) -> None:
    """Say that an article stays as it is. Anything found in it later is open again."""
    require_desk()
    from watcher.commands import posts as work

    call = given(ctx, config, now, verbose, force)
    with call.store() as (_, store):
        out.print(work.accept(store, id_, why, call.moment()), markup=False)
