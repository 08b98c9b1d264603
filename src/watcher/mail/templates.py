"""Fills in templates, as text and as HTML with the stylesheet written into the elements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from traceback import extract_tb

from css_inline import CSSInliner
from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    select_autoescape,
)

from watcher.mail.own_templates import of_templates, own_folder
from watcher.model.errors import MailError

# Where a template is cut. Scraped text can't contain it: in HTML its `<` is escaped.
MARK = "<!--cut-->\n"
_HTML = ".html.j2"

_INLINER = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False, minify_css=True)


def loader_of(part: str = "") -> BaseLoader:
    """Where templates come from: the deployment's own folder, if there is one, before what is shipped."""
    folder = own_folder()
    shipped = PackageLoader("watcher.templates", part)
    return ChoiceLoader([FileSystemLoader(folder / part), shipped]) if folder else shipped


def text(template: str, **values: object) -> str:
    """The template as plain text. `MailError` if the template itself has an error."""
    with named_errors(template):
        return _environment(template.endswith(_HTML)).get_template(template).render(values)


def sentence(template: str, macro: str, *values: object) -> str:
    """The text of one macro of a template, as plain text."""
    with named_errors(template):
        return str(getattr(_environment(False).get_template(template).module, macro)(*values))


@contextmanager
def named_errors(template: str) -> Iterator[None]:
    """Turns an error in a template into a `MailError` that names the file and the line."""
    try:
        yield
    except Exception as error:
        # an own template may do anything; in a shipped one, any other error is a bug of the program
        if not isinstance(error, TemplateError) and not _is_own(error_place(error)):
            raise
        where = error_place(error) or template
        raise MailError(f"the template {where} has an error: {error}") from error


def error_place(error: BaseException) -> str:
    """The file and line of a template in which this error happened, empty if that is unknown."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}, line {error.lineno}"
    frames = [frame for frame in extract_tb(error.__traceback__) if frame.filename.endswith(".j2")]
    return f"{frames[-1].filename}, line {frames[-1].lineno}" if frames else ""


def _is_own(place: str) -> bool:
    folder = own_folder()
    return folder is not None and place.startswith(str(folder))


def html(template: str, **values: object) -> str:
    """The template as HTML for mail readers, which ignore stylesheets."""
    return _INLINER.inline(text(template, **values))


def cut(template: str, pieces: int, **values: object) -> Sequence[str]:
    """The same in pieces, cut where the template says; each but the last ends with a line end."""
    found = html(template, **values).split(MARK)
    if len(found) != pieces:
        raise MailError(f"the template {template} must contain the line {MARK.strip()} {pieces - 1} times")
    return found


def template_errors() -> dict[str, str]:
    """Why each unusable template can't be used, by its name. This includes the pages for readers."""
    found, environment = {}, _environment(True)
    for name in environment.list_templates(["j2"]):
        try:
            loader = environment.loader or loader_of()
            source, file, _ = loader.get_source(environment, name)
            environment.parse(source, name, file)
        except (TemplateError, UnicodeDecodeError) as error:
            found[name] = f"{error_place(error)}: {error}".removeprefix(": ")
    return found


@of_templates
@cache
def _environment(escaped: bool) -> Environment:
    """One for HTML and one for text: a macro that both import escapes its values in HTML only."""
    return Environment(
        loader=loader_of(),
        undefined=StrictUndefined,
        autoescape=select_autoescape((), default=escaped),
        trim_blocks=True,
        lstrip_blocks=True,
    )
