"""Turns what was written into the bytes of a file: Markdown, a web page, Word, JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from watcher.desk.dossier import Dossier
from watcher.desk.pages import web_page
from watcher.desk.written import Picture, Written, as_markdown


def as_bytes(document: Written, dossier: Dossier, format_: str, picture: Picture | None = None) -> bytes:
    """The document in a format: `md`, `html`, `docx` or `json`. It says itself which change it is about.

    The picture stands where the template says, in web pages and Word.
    """
    if format_ == "json":
        return (json.dumps(_plain(dossier), ensure_ascii=False, indent=2) + "\n").encode()
    if format_ == "docx":
        # Word's library is in an extra, and loads slowly
        from watcher.desk.word import as_docx

        return as_docx(document, dossier.subject, picture)
    if format_ == "html":
        return web_page(document, dossier.subject, picture).encode()
    return f"{as_markdown(document)}\n<!-- watcher: {dossier.subject} -->\n".encode()


def _plain(dossier: Dossier) -> Any:
    return json.loads(json.dumps(asdict(dossier), default=_word))


def _word(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
