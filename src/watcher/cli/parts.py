"""The modules whose commands belong to the program beside those of `cli.main`."""

from __future__ import annotations

from importlib import import_module

PARTS = tuple(
    import_module(f"watcher.cli.{name}")
    for name in (
        "article", "asking", "backup", "calendar", "cluster", "coverage", "desk", "doctor", "export", "held", "mail",
        "metrics", "posts", "readmit", "sources", "subscribers", "web", "why",
    )
)  # fmt: skip
