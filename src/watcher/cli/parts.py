"""The modules whose commands belong to the program beside those of `cli.main`."""

from __future__ import annotations

from watcher.cli import (
    article,
    asking,
    backup,
    calendar,
    cluster,
    coverage,
    desk,
    doctor,
    export,
    held,
    mail,
    metrics,
    posts,
    readmit,
    sources,
    subscribers,
    web,
    why,
)

PARTS = (
    article,
    asking,
    backup,
    calendar,
    cluster,
    coverage,
    desk,
    doctor,
    export,
    held,
    mail,
    metrics,
    posts,
    readmit,
    sources,
    subscribers,
    web,
    why,
)
