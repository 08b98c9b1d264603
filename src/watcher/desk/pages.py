"""Fills in the templates of briefs and drafts, which are written in Markdown. Reads templates, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
)
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from watcher.desk.dossier import Citation
from watcher.desk.marks import PICTURE, Footnotes, address, by_topic, escaped, inner_marks, slot, todo
from watcher.desk.written import Picture, Written, as_html, written
from watcher.model.errors import ConfigError


def filled_in(template: str, own: Path | None = None, **values: object) -> Written:
    """A template as a document with footnotes. A template of the same name in the folder `own` takes its place.

    `ConfigError` if the template does not exist or has an error.
    """
    notes = Footnotes()
    try:
        page = _environment(own).get_template(f"{template}.md.j2")
        calls = {"cite": _marked(notes.cite), "slot": _marked(slot), "todo": _marked(todo), "picture": _PICTURE}
        text = page.render(values, **calls)
    except TemplateNotFound as error:
        raise ConfigError(f"No template is called {error.name}. Your own templates are in {own}") from error
    except TemplateError as error:
        raise ConfigError(f"the template {template}.md.j2 has an error: {error}") from error
    return written(text, tuple(notes.cited))


def web_page(document: Written, subject: str, picture: Picture | None = None) -> str:
    """The document as a page of its own, which loads nothing. `subject` says what it is about."""
    page = _HTML.get_template("desk/page.html.j2")
    before, _, after = as_html(document).partition(f"<p>{PICTURE}</p>")
    parts = Markup(before), Markup(after)  # noqa: S704 - cleaned
    return page.render(title=document.title, parts=parts, subject=subject, picture=picture)


_HTML = Environment(
    loader=PackageLoader("watcher.templates", ""), undefined=StrictUndefined, autoescape=True, trim_blocks=True
)


_PICTURE = Markup(PICTURE)  # noqa: S704 - one letter


def _environment(own: Path | None) -> SandboxedEnvironment:
    shipped = PackageLoader("watcher.templates", "")
    # a firm's folder stands for templates/draft, wherever it is
    loader = ChoiceLoader([_Below("draft/", own), shipped]) if own else shipped
    made = SandboxedEnvironment(
        loader=loader,
        undefined=StrictUndefined,
        # what an expression gives is made harmless for Markdown; a macro's own text is left as it is
        autoescape=True,
        finalize=_harmless,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"groupby_topic": by_topic, "inner_marks": inner_marks, "address": address}
    return made


class _Below(FileSystemLoader):
    """A folder whose templates are asked for by a prefix."""

    def __init__(self, prefix: str, folder: Path) -> None:
        super().__init__(folder)
        self._prefix = prefix

    def get_source(self, environment: Any, template: str) -> Any:
        if not template.startswith(self._prefix):
            raise TemplateNotFound(template)
        return super().get_source(environment, template.removeprefix(self._prefix))


def _harmless(value: object) -> Markup:
    return value if isinstance(value, Markup) else Markup(escaped(value))  # noqa: S704 - escaped for Markdown


def _marked(make: Callable[..., str]) -> Callable[..., Markup]:
    def call(*given: str | Citation) -> Markup:
        return Markup(make(*given))  # noqa: S704 - numbers and escaped text

    return call


def said(template: str, macro: str, *values: object) -> str:
    """The text of one macro of a template, as plain text."""
    return str(getattr(_TEXT.get_template(template).module, macro)(*values))


_TEXT = Environment(loader=PackageLoader("watcher.templates", ""), undefined=StrictUndefined)  # noqa: S701 - no HTML
