"""Who may import whom. The arrows point one way; pure modules know no clock, file, socket, database or page."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CORE = ROOT / "src" / "watcher"

PURE = [
    "model",
    "news",
    "news_items",
    "interests",
    "records",
    "errors",
    "visits",
    "grades",
    "differ",
    "health",
    "ofsted",
    "cases",
    "deciding",
    "remembering",
    "stories",
    "matching",
    "digests",
    "findings",
    "vocabulary",
    "wording",
    "items",
    "judgement_rows",
    "views",
    "notes",
    "addresses",
    "canonical",
    "families",
    "improvements",
    "article_facts",
    "duplicates",
    "joining_signs",
    "joining",
    "relevance",
    "inspection_talk",
    "name_contexts",
    "names",
    "prose",
    "bounces",
    "schedule_times",
    "smtp_replies",
    "following",
    "undelivered",
    "other_mails",
    "story_lines",
    "past_reports",
    "follow_ups",
    "coverage_views",
    "regional",
    "links",
    "background",
    "readers",
    "letters",
    "web/choosing",
    "web/forms",
    "web/previewing",
    "statements",
    "claims",
    "documents/articles",
    "documents/changes",
    "documents/held",
    "documents/mail",
    "documents/reports",
    "staleness",
    "rulings",
    "urgency",
    "habits",
    "corrections",
]
# What each layer may use of the product; a pure module may use any other pure one.
EDGES = {
    "crawl": {"store", "render", "mail", "telling", "commands", "cli", "schedule", "screens", "demo"},
    "store": {"crawl", "render", "mail", "telling", "commands", "cli", "schedule", "screens", "demo"},
    "render": {"crawl", "store", "mail", "telling", "commands", "cli", "schedule", "screens", "demo"},
    "mail": {"crawl", "store", "telling", "commands", "cli", "schedule", "screens", "demo"},
    "telling": {"crawl", "commands", "cli", "schedule", "screens", "demo"},
    "commands": {"cli", "schedule", "demo"},
}
IMPURE_LIBRARIES = {
    "aiohttp", "alembic", "apscheduler", "asyncio", "css_inline", "http", "io", "jinja2", "os", "pathlib", "random",
    "rich", "scrapy", "secrets", "shutil", "smtplib", "socket", "sqlalchemy", "sqlite3", "subprocess", "tempfile",
    "time", "typer", "urllib.request", "uuid",
}  # fmt: skip
IMPURE_CALLS = {"now", "today", "utcnow", "open", "read_text", "read_bytes", "write_text", "write_bytes"}


def files_of(module: str) -> list[Path]:
    single = CORE / f"{module}.py"
    return [single] if single.is_file() else sorted((CORE / module).rglob("*.py"))


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 or "spiders" in path.parts, f"{path}: relative import in the core"
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
    return found


def pure_files() -> list[Path]:
    return [path for module in [*PURE, "parsing"] for path in files_of(module)]


@pytest.mark.parametrize("path", pure_files(), ids=lambda path: str(path.relative_to(CORE)))
def test_a_pure_module_knows_nothing_of_the_outside(path: Path) -> None:
    used = {name.split(".")[0] for name in imports(path)} | imports(path)
    assert not used & IMPURE_LIBRARIES
    calls = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    }
    assert not calls & IMPURE_CALLS
    edges = {f"watcher.{edge}" for edge in EDGES}
    assert not {".".join(name.split(".")[:2]) for name in imports(path)} & edges


@pytest.mark.parametrize(("layer", "above"), EDGES.items(), ids=EDGES)
def test_no_layer_imports_one_above_or_beside_it(layer: str, above: set[str]) -> None:
    for path in files_of(layer):
        used = {".".join(name.split(".")[:2]) for name in imports(path)}
        assert not used & {f"watcher.{name}" for name in above}, path


def test_only_the_crawl_package_and_the_spiders_know_scrapy() -> None:
    allowed = {CORE / "crawl", ROOT / "spiders"}
    for path in [*CORE.rglob("*.py"), *(ROOT / "spiders").rglob("*.py")]:
        knows = any(name.split(".")[0] == "scrapy" for name in imports(path))
        assert not knows or path.parent in allowed, path


def test_spiders_never_import_the_store_and_nobody_imports_spiders() -> None:
    for path in (ROOT / "spiders").rglob("*.py"):
        assert not any(name.startswith("watcher.store") for name in imports(path)), path
    for path in CORE.rglob("*.py"):
        assert not any(name.startswith("watcher.spiders") for name in imports(path)), path


def test_every_module_says_what_it_is_for_and_stays_readable() -> None:
    for path in [*CORE.rglob("*.py"), *(ROOT / "spiders").rglob("*.py")]:
        source = path.read_text(encoding="utf-8")
        assert ast.get_docstring(ast.parse(source)), path
        assert len(source.splitlines()) <= 400, path
