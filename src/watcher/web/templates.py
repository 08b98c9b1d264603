"""The templates of `templates/web` as responses."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from jinja2 import ChoiceLoader, Environment, StrictUndefined
from starlette.responses import HTMLResponse

from watcher import __version__
from watcher.mail.templates import loader_of, named_errors
from watcher.model.interest import Interest
from watcher.model.subscription import Frequency
from watcher.settings import Settings


@dataclass(frozen=True, slots=True)
class Site:
    """What every page says about its owner. `root` is put before every link."""

    name: str
    identity: str
    root: str
    privacy_url: str
    write_to: str
    version: str = __version__


class PageTemplates:
    """Renders pages; every value is escaped."""

    def __init__(self, settings: Settings) -> None:
        mail = settings.mail
        self._environment = Environment(
            # what stands in no folder are words that mails and pages share
            loader=ChoiceLoader([loader_of("web"), loader_of()]),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals |= {
            "site": Site(
                name=mail.sender_name,
                identity=mail.identity,
                root=urlsplit(settings.web.base_url).path.rstrip("/"),
                privacy_url=settings.web.privacy_url,
                write_to=mail.reply_to or mail.sender,
            ),
            "interests": tuple(Interest),
            "frequencies": tuple(Frequency),
        }

    def page(self, template: str, http_status: int = 200, /, **values: object) -> HTMLResponse:
        """A page as a response; `values` are what its template prints."""
        with named_errors(template):
            return HTMLResponse(self._environment.get_template(template).render(values), status_code=http_status)
