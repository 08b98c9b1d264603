"""Our own articles as a worklist, for a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rich.console import Console
from rich.text import Text

from watcher.desk.posts import PostIssue, WorkPost

_STYLES = {"wrong": "bold red", "out of date": "bold yellow", "imprecise": "bold"}


def show_posts(console: Console, found: Sequence[WorkPost], now: datetime) -> None:
    """Print each article in two lines, and how many are open."""
    for post in found:
        counts = {name: sum(one.problem.value == name for one in post.open) for name in _STYLES}
        said = ", ".join(f"{number} {name}" for name, number in counts.items() if number) or post.state.value
        age = f", for {(now - post.since).days} days" if post.since else ""
        console.print(Text.assemble((post.id, "bold"), f"  {post.title}"))
        console.print(f"          {said}{age}  {post.url}", markup=False)
    open_ = [post for post in found if post.open]
    oldest = min((post.since for post in open_ if post.since), default=None)
    tail = f", the oldest for {(now - oldest).days} days" if oldest else ""
    console.print(f"{len(open_)} of {len(found)} open{tail}", markup=False)


def show_post(console: Console, post: WorkPost) -> None:
    """Print one article: each sentence with what to write instead, the line for the top, the change as a diff."""
    console.print(Text(post.title, style="bold"))
    console.print(f"{post.url}  {post.published}", markup=False)
    for one in post.issues:
        _show_issue(console, one)
    if post.banner:
        console.print(f"\nFor the top:\n  {post.banner}", markup=False)
    if post.diff:
        console.print(f"\nTo paste:\n{post.diff}", markup=False)
    for title, url in post.links:
        console.print(f"\nLink to: {title}  {url}", markup=False)


def _show_issue(console: Console, one: PostIssue) -> None:
    state = "" if one.state.value == "open" else f" ({one.state.value})"
    since = f", since {one.since:%Y-%m-%d}" if one.since else ", from the first day"
    console.print(Text.assemble("\n", (one.problem.value, _STYLES[one.problem.value]), f"{since}{state}"))
    console.print(f"  “{one.sentence}”\n  {one.why}", markup=False)
    if one.replacement:
        console.print(f"  write instead: {one.replacement}", markup=False)
    elif one.says:
        console.print(f"  the record says: {one.says}", markup=False)
