"""A template or a spider in the folder of a deployment replaces the shipped one of its name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.inside import inside
from tests.support.program import configure
from watcher.demo.councils import NEWS
from watcher.demo.site import DemoSite
from watcher.mail.own_templates import own_folder

START, LATER = "2026-10-19T12:00", "2026-10-20T13:05"
TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
SPIDER = """
from watcher.spiders.ofsted import OfstedSpider as Shipped

class Own(Shipped):
    name = "ofsted"

    async def start(self):
        print("our own spider")
        async for item in super().start():
            yield item
"""


@pytest.fixture(scope="module")
def site() -> Iterator[DemoSite]:
    with DemoSite() as running:
        yield running


@pytest.fixture
def home(tmp_path: Path, site: DemoSite) -> Path:
    configure(tmp_path, site.base_url)
    return tmp_path


def write(home: Path, path: str, text: str) -> Path:
    file = home / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_own_templates_replace_the_shipped_ones_by_name_and_errors_name_the_file(home: Path, site: DemoSite) -> None:
    shipped = (TEMPLATES / "digest" / "words.j2").read_text(encoding="utf-8")
    own = write(home, "templates/digest/words.j2", shipped.replace("Daily digest", "Dagblatt"))
    assert inside(home, "check", "--now", START).code == 0
    assert inside(home, "subscribe", "reader@example.org", "--topic", "all", "--now", START).code == 0
    site.publish(NEWS)
    assert inside(home, "check", "--now", LATER).code == 0
    own.write_text(own.read_text(encoding="utf-8").replace("Dagblatt", '{{ "Dagblatt" + 1 }}'), encoding="utf-8")
    broken = inside(home, "digest", "daily", "--now", LATER)
    assert broken.code == 1
    assert f"{own}, line " in inside(home, "status", "--json", "--now", LATER).out
    own.write_text(shipped.replace("Daily digest", "Dagblatt"), encoding="utf-8")
    assert inside(home, "digest", "daily", "--now", LATER).code == 0
    assert b"Dagblatt" in inside_raw(home)
    assert own_folder() is None, "another deployment in this process has the shipped ones"


def inside_raw(home: Path) -> bytes:
    """The text of the first email, whatever its encoding."""
    return inside(home, "outbox", "show", "1").out.encode()


def test_doctor_names_an_own_template_that_cannot_be_read(home: Path) -> None:
    own = write(home, "templates/digest/words.j2", "\n{% macro %}")
    assert f"{own}, line 2" in inside(home, "doctor", "--json").out


def test_an_own_spider_replaces_the_shipped_one(home: Path) -> None:
    write(home, "spiders/ofsted.py", SPIDER)
    checked = inside(home, "check", "--now", START)
    assert checked.code == 0 and "our own spider" in checked.out and "5 pages checked" in checked.out


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("\nclass Own(:\n", "ofsted.py, line 2: SyntaxError"),
        ("\n\nimport nothing_of_the_kind\n", "ofsted.py, line 3: ModuleNotFoundError"),
        ("", "expected one spider with name = 'ofsted', found 0"),
    ],
)
def test_a_spider_that_cannot_be_used_is_named_and_mail_still_goes(home: Path, text: str, why: str) -> None:
    own = write(home, "spiders/ofsted.py", text)
    ended = inside(home, "run", "--now", START)
    assert ended.code == 1
    assert str(own) in ended.err and why in ended.err
    assert inside(home, "runs", "--json").lines[0]["outcome"] == "failed"
