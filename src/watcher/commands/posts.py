"""The work behind `watcher posts`: lists our own articles that need work, and saves the decisions about them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from watcher.commands.record import AskedRecord
from watcher.desk.pages import said
from watcher.desk.posts import PostState, WorkPost, worklist
from watcher.model.errors import ConfigError
from watcher.model.own_post import PostOnFile, PostRuling
from watcher.store import Store

_WORDS = partial(said, "desk/posts.j2")


def posts(store: Store) -> list[WorkPost]:
    """Our own articles, those that need work first."""
    authorities = AskedRecord(store).gazetteer.by_urn
    return worklist(store.own_posts.on_record(), store.reports.records(), authorities, _WORDS)


def chosen(id_: str, found: Sequence[WorkPost]) -> WorkPost:
    """The article whose id begins with this. `ConfigError` if it fits none, or more than one."""
    like = [one for one in found if id_ and one.id.startswith(id_)]
    if len(like) != 1:
        known = ", ".join(one.id for one in like) or "none"
        raise ConfigError(f"{id_!r} must be the id of one article; it fits {known}. `watcher posts` lists them.")
    return like[0]


def done(store: Store, id_: str, now: datetime) -> str:
    """Note that an article was edited: the next check reads it again, and reopens what is still there."""
    post = chosen(id_, posts(store))
    if not post.open:
        raise ConfigError(f"{post.id} has nothing open.")
    rulings = [PostRuling(one.key, PostState.DONE, "", now) for one in post.open]
    store.own_posts.rule(_on_file(store, post), rulings, reread=True)
    return f"Noted. The next check reads “{post.title}” again; whatever is still in it is then open again."


def accept(store: Store, id_: str, why: str, now: datetime) -> str:
    """Note that an article stays as it is. Anything found in it later is open again."""
    if not why.strip():
        raise ConfigError("say why with --why, for example --why 'it tells of the past on purpose'.")
    post = chosen(id_, posts(store))
    if not post.open:
        raise ConfigError(f"{post.id} has nothing open.")
    rulings = [PostRuling(one.key, PostState.ACCEPTED, why.strip(), now) for one in post.open]
    store.own_posts.rule(_on_file(store, post), rulings, reread=False)
    return f"Noted. “{post.title}” stays as it is."


def _on_file(store: Store, post: WorkPost) -> PostOnFile:
    return next(one for one in store.own_posts.on_record() if one.id == post.id)
