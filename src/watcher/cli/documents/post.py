"""Our own articles as a worklist, as plain values for JSON. Pure."""

from __future__ import annotations

from typing import Any

from watcher.desk.posts import PostIssue, WorkPost


def post_document(post: WorkPost) -> dict[str, Any]:
    """One article with all that is to do."""
    return {
        "id": post.id,
        "url": post.url,
        "title": post.title,
        "published": post.published,
        "councils": list(post.councils),
        "state": post.state.value,
        "since": post.since.isoformat() if post.since else None,
        "issues": [_issue(one) for one in post.issues],
        "banner": post.banner,
        "diff": post.diff,
        "links": [{"title": title, "url": url} for title, url in post.links],
    }


def _issue(one: PostIssue) -> dict[str, Any]:
    return {
        "problem": one.problem.value,
        "state": one.state.value,
        "since": one.since.isoformat() if one.since else None,
        "sentence": one.sentence,
        "why": one.why,
        "says": one.says,
        "replacement": one.replacement,
    }
