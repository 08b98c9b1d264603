"""The demonstration: four checks of the invented site, by the same commands that cron runs.

Each result is compared with what the story says, so a demonstration that ends without an error has worked.
"""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console

from watcher.commands import run as run_command
from watcher.commands.start import open_store
from watcher.commands.subscribers import subscribe
from watcher.demo.councils import EASTMERE, HIDDEN_NEWS, MARLOW_VALE, NEWS
from watcher.demo.site import DemoSite
from watcher.model.errors import ConfigError, WatcherError, install_extra
from watcher.model.subscription import Frequency
from watcher.settings import CONFIG_NAME, Settings
from watcher.store import Store

READER = "reader@example.org"
OPERATOR = "operator@example.org"
MARK = "# Written by `watcher demo`, which empties this folder when it begins again.\n"
CONFIG = (
    MARK
    + """authorities = "all"

[ofsted]
base_url = "{base_url}"

[fetch]
delay = 0

[mail]
sender = "watcher@example.org"
operator = "{operator}"

[desk]
firm = "Marlow Law"
contact = ["Call our Marlow office on 01632 960 001, or write to care@marlowlaw.example."]
regulatory = "Marlow Law LLP is authorised and regulated by the Solicitors Regulation Authority."
"""
)


@dataclass(frozen=True, slots=True)
class Step:
    """One check: how the site changes before it, and the expected result. `mails` are the expected addressees."""

    title: str
    text: str
    now: datetime
    change: Callable[[DemoSite], None]
    changes: int = 0
    faults: int = 0
    mails: tuple[str, ...] = ()


def _nothing(_: DemoSite) -> None:
    """Leave the site unchanged."""


def _hide_news_of_eastmere(site: DemoSite) -> None:
    site.publish(HIDDEN_NEWS)
    site.break_page(EASTMERE)


STEPS = (
    Step(
        "First sight",
        "The site lists five councils. We store what is on their pages now; nobody is emailed about it.",
        datetime(2026, 10, 19, 9, 0, tzinfo=UTC),
        _nothing,
    ),
    Step(
        "A new report",
        "Marlow Vale was good in everything. A new report lowers two of its grades, and its reader gets an email.",
        datetime(2026, 10, 20, 13, 0, tzinfo=UTC),
        lambda site: site.publish(NEWS),
        changes=1,
        mails=(READER,),
    ),
    Step(
        "The same again",
        "An hour later nothing is new: nothing is stored and no email is sent.",
        datetime(2026, 10, 20, 14, 0, tzinfo=UTC),
        _nothing,
    ),
    Step(
        "A broken page",
        "The list says that Eastmere's page changed, but the page arrives without its reports. Readers get no email;"
        " the operator does.",
        datetime(2026, 10, 20, 15, 0, tzinfo=UTC),
        _hide_news_of_eastmere,
        faults=1,
        mails=(OPERATOR,),
    ),
)


def run_demo(directory: Path, console: Console) -> Path:
    """Run the story in a fresh folder and return the digest as HTML; its `.eml` is beside it.

    Raises ConfigError if the folder has other files in it, WatcherError if a result is not as expected.
    """
    _make_fresh(directory)
    with DemoSite() as site:
        settings = _settings(directory, site.base_url)
        with open_store(settings) as store:
            demo = DemoRun(site, settings, store, console)
            demo.subscribe()
            for number, step in enumerate(STEPS, 1):
                demo.show_step(number, step)
            return demo.end()


def _make_fresh(directory: Path) -> None:
    config = directory / CONFIG_NAME
    if config.is_file() and config.read_text(encoding="utf-8").startswith(MARK):
        shutil.rmtree(directory)
    elif directory.exists() and any(directory.iterdir()):
        raise ConfigError(f"{directory} is not empty; name a folder for the demonstration that is")
    directory.mkdir(parents=True, exist_ok=True)


def _settings(directory: Path, base_url: str) -> Settings:
    text = CONFIG.format(base_url=base_url, operator=OPERATOR)
    (directory / CONFIG_NAME).write_text(text, encoding="utf-8")
    # a mail server or database in the environment is not meant for an invented site
    values = tomllib.loads(text) | {"home": directory.resolve(), "_env_prefix": "WATCHER_DEMONSTRATION_"}
    return Settings(**values)


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a check; `faults` are reasons by source."""

    requests: int
    changes: int
    faults: Mapping[str, str]
    mails: tuple[EmailMessage, ...]


@dataclass(frozen=True, slots=True)
class DemoRun:
    """Runs the steps and compares the results."""

    site: DemoSite
    settings: Settings
    store: Store
    console: Console

    def subscribe(self) -> None:
        topic = MARLOW_VALE.key
        for line in subscribe(self.store, READER, [topic], Frequency.IMMEDIATELY, STEPS[0].now):
            self.say(f"An invented site runs at {self.site.base_url}; {line}.")

    def show_step(self, number: int, step: Step) -> None:
        self.console.print(f"\n{number} of {len(STEPS)}  {step.title}", style="bold", markup=False)
        self.say(step.text)
        step.change(self.site)
        with self.console.status("looking ..."):
            result = self.run(step.now)
        self.report(result)
        _compare(step, result)

    def run(self, now: datetime) -> Result:
        asked, known = len(self.site.requests), self.mails()
        summary = run_command.run(self.settings, self.store, now)
        if summary is None or summary.check is None:
            raise WatcherError(f"another run is using {self.settings.home}. Stop it, then run the demo again.")
        mails = tuple(mail for path, mail in self.mails().items() if path not in known)
        return Result(len(self.site.requests) - asked, summary.check.changes, summary.check.faults, mails)

    def report(self, result: Result) -> None:
        self.say(f"{_count(result.requests, 'request')}, {_count(result.changes, 'change')}", "cyan")
        for source, reason in result.faults.items():
            self.say(f"at fault: {source}: {reason}", "yellow")
        for mail in result.mails:
            self.say(f"mail to {mail['To']}: {mail['Subject']}", "green")

    def end(self) -> Path:
        [digest] = [path for path, mail in self.mails().items() if mail["To"] == READER]
        page = digest.with_suffix(".html")
        page.write_text(_html(self.mails()[digest]), encoding="utf-8")
        self.console.print("\nThe digest", style="bold")
        self.say(f"as a page  {page}\nas a mail  {digest}")
        self.show_desk()
        self.say(f"more       watcher changes --config {self.settings.home / CONFIG_NAME}")
        return page

    def show_desk(self) -> None:
        """Write a brief and a draft about the new report, if the packages of the desk are installed."""
        if not all(map(find_spec, ("docx", "nh3"))):
            self.say(f"For a brief and a draft about it, more packages are needed. {install_extra('desk')}")
            return
        for name, path in write_desk(self.settings, self.store, MARLOW_VALE.name).items():
            self.say(f"{name:<11}{path}")

    def mails(self) -> dict[Path, EmailMessage]:
        """All emails written so far."""
        outbox = sorted((self.settings.state / "outbox").glob("*.eml"))
        return {path: _message(path) for path in outbox}

    def say(self, text: str, style: str | None = None) -> None:
        self.console.print(text, style=style, markup=False)


def write_desk(settings: Settings, store: Store, council: str) -> dict[str, Path]:
    """A brief and a draft about a council's newest report in the folder of the configuration, by what they are."""
    from watcher.commands import desk
    from watcher.commands.documents import as_bytes

    known = desk.dossier_of(settings, store, council)
    brief, draft = desk.brief(settings, known), desk.draft(settings, known, "update")
    made = {"a brief": (brief, "brief.html"), "a draft": (draft, "draft.docx")}
    for written, name in made.values():
        (settings.home / name).write_bytes(as_bytes(written, known, Path(name).suffix[1:], desk.picture(store, known)))
    return {what: settings.home / name for what, (_, name) in made.items()}


def _compare(step: Step, result: Result) -> None:
    told = (step.changes, step.faults, step.mails)
    came = (result.changes, len(result.faults), tuple(str(mail["To"]) for mail in result.mails))
    if came != told:
        raise WatcherError(
            f"the demonstration did not go as told at {step.title!r}:"
            f" (changes, faults, mails) should be {told} and are {came}"
        )


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _message(path: Path) -> EmailMessage:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def _html(mail: EmailMessage) -> str:
    part = mail.get_body(("html",))
    if part is None:
        raise WatcherError("the digest has no HTML part")
    return str(part.get_content())
