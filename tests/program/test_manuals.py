"""Every command in README and the manuals is run, so that what a reader copies works.

Each block runs in a copy of a deployment with subscribers, changes and a held report, and with invented sites in place
of real ones. Blocks that install the program run in `.ci/run` only.
"""

from __future__ import annotations

import os
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
import typer

from tests.program.test_held_by_hand import BASELINE, DOUBTFUL, FOUND, MAIL, MISMATCHED
from tests.program.test_source_commands import article
from tests.support.feeds import item, rss
from tests.support.inside import inside
from tests.support.manuals import ROOT, Block, Line, blocks, spoken_commands
from tests.support.news_lists import ENTRIES, jadu
from tests.support.program import configure, started
from tests.support.small_site import answer, serving
from watcher.cli.main import app
from watcher.demo.councils import EASTMERE, inspection
from watcher.demo.report_pdf import ReportEra, report_pdf
from watcher.demo.site import DemoSite
from watcher.settings import read

BLOCKS = blocks()
CONFIG = re.compile(r"^(\[[\w.-]+\]|\w+ = )")
INSTALLS = re.compile(r"^(apt-get|python3 -m venv|\S*pip |pipx |uv |export PATH|install |systemctl |docker |useradd)")
# Blocks that are nothing of ours to run: the configuration of a proxy, lines of a unit.
OF_OTHERS = re.compile(r"^(location |flowchart |ExecStart=)")
# 3: something is at fault, such as a deployment whose last check was long ago. The manuals say why these end otherwise:
# a report that is still held after it was read again, and pages that nobody has looked at. Nor is there an own article
# here: `tests/commands/test_posts.py` has them.
EXITS = {"held read": {1}, "record eastmere-council": {1}, "posts done": {2}, "posts accept": {2}}
# It serves until it is stopped.
SERVES = ("web", "serve")
# They look a council up in what is on record, which is of invented ones here.
LOOK_UP = ("brief", "draft", "coverage", "timeline")
# They stand for an id that the reader takes from a list.
PLACEHOLDERS = {"ID", "CHANGE", "1204", "4f2c1a"}
# Each of the things that can be done with one of these is done for the first time.
DONE_ONCE = {"ID", "1204"}
# The site that the manuals add.
URL = "https://www.eastmere.gov.uk/news"


def named(block: Block) -> str:
    return f"{block.page}:{block.line}"


def kind_of(block: Block) -> str:
    """What a block is, by its first line."""
    first = block.lines[0].command
    if block.kind == "toml" or CONFIG.match(first):
        return "config"
    return "others" if OF_OTHERS.match(first) else "commands"


COMMANDS = [block for block in BLOCKS if kind_of(block) == "commands"]


@dataclass(frozen=True, slots=True)
class Deployment:
    """A folder to copy, and the sites that it watches."""

    folder: Path
    base_url: str
    news_url: str


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """A deployment with readers, a digest that waits, changes, a held report and a news site."""
    home = tmp_path_factory.mktemp("manuals")
    answers = {"/news": answer(jadu()), "/rss/news": answer(rss(*(item(link=entry.path) for entry in ENTRIES)))}
    with DemoSite() as site, serving(answers | {one.path: answer(article(one)) for one in ENTRIES}) as news:
        configure(home, site.base_url, MAIL)
        assert inside(home, "check", "--now", BASELINE).code == 0
        for name in ("reader@example.org", "old@firm.example"):
            asked = ("--topic", "all", "--frequency", "immediately", "--now", BASELINE)
            assert inside(home, "subscribe", name, *asked).code == 0
        site.publish(DOUBTFUL)
        site.publish(OF_EASTMERE)
        inside(home, "check", "--now", FOUND)
        inside(home, "digest", "immediately", "--now", FOUND)
        source = (
            f'[source.eastmere-council]\nname = "Eastmere Council"\nurl = "{news.base_url}/news"\nfamily = "jadu"\n'
        )
        (home / "sources.toml").write_text(source, encoding="utf-8")
        for name, text in FILES.items():
            (home / name).write_text(text, encoding="utf-8")
        (home / "report.pdf").write_bytes(report_pdf(MISMATCHED))
        yield Deployment(home, site.base_url, news.base_url)


OF_EASTMERE = inspection(
    "59000299", EASTMERE, ReportEra.SINCE_APRIL_2026, "2026-08-31 2026-09-11", "2026-10-20", "RRGG"
)
SOURCE = '[source.eastmere-council]\nname = "Eastmere Council"\nurl = "{}/news"\nfamily = "jadu"\n'
FILES = {
    "list.csv": "address\nbob@firm.example\n",
    "words.txt": "The report was misread.\n",
    "page.html": article(ENTRIES[0]).decode(),
    "bounces": "",
}


class Place:
    """Where one block runs. What lies elsewhere on a reader's machine lies below one folder here."""

    def __init__(self, deployment: Deployment, folder: Path) -> None:
        self.deployment, self.folder = deployment, folder
        self.home = folder / "srv" / "watcher"
        for name in ("srv", "backups", "mail"):
            (folder / name).mkdir(parents=True)
        for box in ("bounces", "team"):
            (folder / "mail" / box).write_text("", encoding="utf-8")

    def begin(self, block: Block) -> None:
        """A deployment, unless the block makes one; without a news site, if it adds one."""
        made_here = any(line.command.startswith("watcher init") for line in block.lines)
        if not made_here:
            shutil.copytree(self.deployment.folder, self.home)
            if "history.csv" in block.text:
                assert inside(self.home, "export", "judgements", "--format", "csv", "--out", "history.csv").code == 0
            if "source add" in block.text:
                (self.home / "sources.toml").unlink()

    def words(self, words: Sequence[str]) -> list[str]:
        """A command's words with the things of this place for those on the page."""
        ids: Mapping[str, object] = self._ids() if PLACEHOLDERS & {*words} else {}
        if words[0] in LOOK_UP:
            words = ["Eastmere" if word == "Leicester" else word for word in words]
        return [self._word(str(ids.get(word, word))) for word in words]

    def _word(self, word: str) -> str:
        for there, here in (
            (URL, f"{self.deployment.news_url}/news"),
            ("/srv/", f"{self.folder}/srv/"),
            ("/backups/", f"{self.folder}/backups/"),
            ("/var/mail/", f"{self.folder}/mail/"),
        ):
            word = word.replace(there, here)
        return word

    def _ids(self) -> Mapping[str, object]:
        changes, held, mails = (
            inside(self.home, *words, "--json").lines for words in (["changes"], ["held"], ["outbox", "list", "--all"])
        )
        numbers = [mail["id"] for mail in mails]
        return {
            "ID": held[0]["id"][:10],
            "CHANGE": changes[0]["id"][:10],
            "4f2c1a": next(one["id"] for one in changes if "Eastmere" in str(one))[:10],
            "1204": numbers[0],
            "1205": numbers[1],
        }

    def run(self, words: Sequence[str]) -> None:
        """Run one call of the program; it must do what the page says it does."""
        mine = self.words(words[1:])
        if mine[0] in SERVES:
            self._serve(mine)
            return
        where = self.home if self.home.is_dir() else self.folder
        ended = inside(where, *mine)
        assert ended.code in EXITS.get(" ".join(mine[:2]), {0, 3}), (
            f"{' '.join(words)}: exit {ended.code}\n{ended.out}{ended.err}"
        )
        if mine[0] == "init":
            config = self.home / "watcher.toml"
            text = config.read_text(encoding="utf-8").replace("https://reports.ofsted.gov.uk", self.deployment.base_url)
            config.write_text(text.replace("delay = 2", "delay = 0"), encoding="utf-8")

    def _serve(self, words: Sequence[str]) -> None:
        pages = {"WATCHER_WEB__BASE_URL": "http://127.0.0.1", "WATCHER_WEB__PORT": "0"}
        process = started(self.home, *words, **pages)
        stop = Timer(60, process.kill)  # a program that says nothing must not keep us for ever
        stop.start()
        assert process.stderr and any("Serving" in line for line in process.stderr)
        process.terminate()
        process.communicate()
        stop.cancel()
        assert process.returncode == 0


# --- running --------------------------------------------------------------------------------------


@pytest.mark.parametrize("block", COMMANDS, ids=named)
def test_what_a_reader_copies_works(block: Block, deployment: Deployment, tmp_path: Path) -> None:
    place = begun(block, deployment, tmp_path / "block")
    for line in block.lines:
        for number, words in enumerate(line.programs):
            one = Path(f"{line.number}-{number}")
            here = begun(block, deployment, tmp_path / one) if DONE_ONCE & {*words} else place
            run_line(here, line, words, f"{block.page}:{line.number}")


def begun(block: Block, deployment: Deployment, folder: Path) -> Place:
    place = Place(deployment, folder)
    place.begin(block)
    return place


def run_line(place: Place, line: Line, words: Sequence[str], where: str) -> None:
    program = Path(words[0]).name
    if program == "watcher":
        place.run(words)
    elif program == "scrapy":
        look_at_spider(words)
    elif program == "make":
        assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE), where
    elif words[:2] == ["python", "-m"]:
        help_of(words[2])
    elif program == "cd":
        assert Path(place.words(words)[1]).is_dir(), where
    else:
        assert INSTALLS.match(line.command), f"{where}: nothing runs {line.command!r}"
        files = [word for word in words if word.startswith("deploy/")]
        assert all([*ROOT.glob(file)] for file in files), f"{where}: {files}"


def look_at_spider(words: Sequence[str]) -> None:
    """Only whether there is such a spider: what it does is the subject of other tests, and needs the real sites."""
    assert words[1] == "list" or (words[1] == "crawl" and words[2] in spiders())


@cache
def spiders() -> Sequence[str]:
    scrapy = str(Path(sys.executable).with_name("scrapy"))
    return subprocess.run([scrapy, "list"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()


def help_of(module: str) -> None:
    """A module that can be started; none of them is measured here."""
    before, sys.argv = sys.argv, [module, "--help"]
    try:
        with redirect_stdout(StringIO()), pytest.raises(SystemExit) as ended:
            runpy.run_module(module, run_name="__main__")
    finally:
        sys.argv = before
    assert ended.value.code == 0


# --- reading --------------------------------------------------------------------------------------


@pytest.mark.parametrize("block", [block for block in BLOCKS if kind_of(block) == "config"], ids=named)
def test_a_block_of_settings_is_accepted(block: Block, tmp_path: Path) -> None:
    given = tomllib.loads(block.text)
    if "source" in given:
        return  # sources are read by the tests of `news/sites`; this one shows that it is TOML
    (tmp_path / "watcher.toml").write_text(block.text, encoding="utf-8")
    settings = read(tmp_path / "watcher.toml")
    assert all(hasattr(settings, name) for name in given)


@cache
def program() -> Any:
    group: Any = typer.main.get_command(app)
    group.list_commands(None)  # loads them all
    return group


def command_of(words: Sequence[str]) -> Any:
    """The command that these words begin with."""
    found: Any = program()
    for word in words:
        below = getattr(found, "commands", {})
        if word in below:
            found = below[word]
        else:
            assert not below or found.invoke_without_command or not re.fullmatch("[a-z][a-z-]*", word), words
    return found


def options_of(words: Sequence[str]) -> set[str]:
    options = {name for one in command_of(words).params for name in (*one.opts, *one.secondary_opts)}
    return options | {name for one in program().params for name in one.opts} | {"--help"}


def test_every_command_and_option_that_the_text_names_is_there() -> None:
    wrong = []
    for page, words in spoken_commands():
        named_options = {re.sub(r"[=\].,;].*", "", word) for word in words if word.startswith("--")}
        if not named_options <= options_of(words):
            wrong.append((page, words))
    for block in COMMANDS:
        for line in block.lines:
            words = line.programs[0]
            if Path(words[0]).name == "watcher":
                mentioned = set(re.findall(r"--[a-z][a-z-]*", line.comment))
                # a comment may name another command
                if "watcher" not in line.comment and not mentioned <= options_of(words[1:]):
                    wrong.append((block.page, [*words, line.comment]))
    assert not wrong


# --- installing -----------------------------------------------------------------------------------


@pytest.mark.installing
@pytest.mark.parametrize("tool", ["venv", "pipx", "uv"])
def test_the_ways_to_install_that_the_readme_names_give_a_program_that_runs(tool: str, tmp_path: Path) -> None:
    lines = [line.command for block in BLOCKS if block.page == "README.md" for line in block.lines]
    steps = {
        "venv": [line for line in lines if line.startswith("python3 -m venv") or "/bin/pip install" in line],
        "pipx": [line for line in lines if line.startswith("pipx install")],
        "uv": [line for line in lines if line.startswith("uv tool install")],
    }[tool]
    assert steps
    tools = tmp_path / "tools"
    if tool != "venv":
        subprocess.run([sys.executable, "-m", "venv", str(tools)], check=True)
        subprocess.run([str(tools / "bin" / "pip"), "install", "-q", tool], check=True)
    binaries = tmp_path / ("opt/watcher/bin" if tool == "venv" else "bin")
    environment = os.environ | {
        "PATH": f"{tools / 'bin'}:{os.environ['PATH']}",
        "PIPX_HOME": str(tmp_path / "pipx"),
        "PIPX_BIN_DIR": str(binaries),
        "UV_TOOL_DIR": str(tmp_path / "uv"),
        "UV_TOOL_BIN_DIR": str(binaries),
        "UV_PYTHON": sys.executable,
        "PIPX_DEFAULT_PYTHON": sys.executable,
    }
    for step in steps:
        step = step.replace("/opt/", f"{tmp_path}/opt/").replace("python3 -m", f"{sys.executable} -m")
        done = subprocess.run(step, shell=True, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    shutil.rmtree(ROOT / "build" / "lib", ignore_errors=True)
    made = subprocess.run(
        [binaries / "watcher", "init", "here"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert f"{binaries}/watcher run --quiet" in made.stdout
