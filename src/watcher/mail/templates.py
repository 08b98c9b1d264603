"""Fills in templates, as text and as HTML with the stylesheet written into the elements."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from css_inline import CSSInliner
from jinja2 import Environment, PackageLoader, StrictUndefined, TemplateError, select_autoescape

from watcher.model.errors import MailError

# Where a template is cut. Scraped text can't contain it: in HTML its `<` is escaped.
MARK = "<!--cut-->\n"
_HTML = ".html.j2"

_INLINER = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False, minify_css=True)


def text(template: str, **values: object) -> str:
    """The template as plain text. `MailError` if the template itself has an error."""
    try:
        return _environment(template.endswith(_HTML)).get_template(template).render(values)
    except TemplateError as error:
        raise MailError(f"the template {template} has an error: {error}") from error


def sentence(template: str, macro: str, *values: object) -> str:
    """The text of one macro of a template, as plain text."""
    try:
        return str(getattr(_environment(False).get_template(template).module, macro)(*values))
    except TemplateError as error:
        raise MailError(f"the template {template} has an error: {error}") from error


def html(template: str, **values: object) -> str:
    """The template as HTML for mail readers, which ignore stylesheets."""
    return _INLINER.inline(text(template, **values))


def cut(template: str, **values: object) -> Sequence[str]:
    """The same in pieces, cut where the template says; each but the last ends with a line end."""
    return html(template, **values).split(MARK)


def template_errors() -> dict[str, str]:
    """Why each template that can't be used can't be, by its name. Pages for readers are among them."""
    found, environment = {}, _environment(True)
    for name in environment.list_templates(["j2"]):
        try:
            source, _, _ = environment.loader.get_source(environment, name) if environment.loader else ("", None, None)
            environment.parse(source, name)
        except (TemplateError, UnicodeDecodeError) as error:
            found[name] = str(error)
    return found


@cache
def _environment(escaped: bool) -> Environment:
    """One for HTML and one for text: a macro that both import escapes its values in HTML only."""
    return Environment(
        loader=PackageLoader("watcher.templates", ""),
        undefined=StrictUndefined,
        autoescape=select_autoescape((), default=escaped),
        trim_blocks=True,
        lstrip_blocks=True,
    )
