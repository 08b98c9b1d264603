"""Who may import whom, as one table. What is not in it fails, so every module is guarded from its first line."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CORE = ROOT / "src" / "watcher"
FILES = sorted([*CORE.rglob("*.py"), *(ROOT / "spiders").rglob("*.py")])

# What a package may import of the product; docs/map.md draws the arrows that there are.
MAY_IMPORT: dict[str, set[str]] = {
    "model": set(),
    "settings": {"model"},
    "ofsted": {"model"},
    "subscribers": {"model", "ofsted", "settings"},
    "store": {"model"},
    "differ": {"model", "ofsted"},
    "claims": {"model", "ofsted"},
    "news": {"model", "ofsted", "claims", "subscribers"},
    "digests": {"model", "ofsted", "differ", "subscribers", "settings"},
    "desk": {"model", "ofsted", "differ", "claims", "digests"},
    "mail": {"model", "digests", "subscribers", "settings"},
    "crawl": {"model", "settings", "ofsted", "subscribers", "news", "differ"},
    "spiders": {"crawl", "model", "ofsted", "news", "differ"},
    "web": {"model", "settings", "ofsted", "subscribers", "store", "digests", "mail"},
    "commands": {
        "model", "settings", "ofsted", "subscribers", "store", "differ", "claims", "news", "digests", "desk", "mail",
        "crawl", "web",
    },
    "demo": {"commands", "model", "settings", "store"},
    "cluster": {"commands", "crawl", "model", "settings", "store", "subscribers"},
    "cli": {"cluster", "commands", "model", "settings", "ofsted", "digests", "desk", "demo"},
}  # fmt: skip
# What the top of the package holds beside the table: the version, and the way in, which starts the command line.
TOP = {"__init__": set[str](), "__main__": {"cli"}}

# Packages whose modules know no clock, file, socket, database or page, and those few that must.
PURE = ("model", "ofsted", "differ", "claims", "news", "digests")
IMPURE_MODULES = {
    "desk/pages.py",  # reads templates
    "desk/word.py",
    "ofsted/child.py",
    "ofsted/authorities.py",  # reads the table that is shipped
    "ofsted/themes.py",  # reads the table that is shipped
    "ofsted/reports/pdf.py",
    "ofsted/reports/pdf_worker.py",
    "news/sites/own_file.py",
    "news/sites/recorded.py",
    "news/sites/table.py",
}
PURE_MODULES = {
    "desk/formats.py",
    "desk/import_table.py",
    "desk/record.py",
    "desk/record_compare.py",
    "desk/record_documents.py",
    "desk/record_find.py",
    "desk/record_items.py",
    "desk/record_judgements.py",
    "desk/record_others.py",
    "desk/record_tables.py",
    "desk/record_themes.py",
    "desk/record_timeline.py",
    "subscribers/topics.py",
}
IMPURE_LIBRARIES = {
    "aiohttp", "alembic", "apscheduler", "asyncio", "css_inline", "http", "io", "jinja2", "os", "pathlib", "random",
    "rich", "scrapy", "secrets", "shutil", "smtplib", "socket", "sqlalchemy", "sqlite3", "subprocess", "tempfile",
    "time", "typer", "urllib.request", "uuid",
}  # fmt: skip
IMPURE_CALLS = {"now", "today", "utcnow", "open", "read_text", "read_bytes", "write_text", "write_bytes"}

# Where a library lives. All others may be used anywhere that purity allows.
HOMES = {
    "scrapy": {"crawl", "spiders"},
    "twisted": {"crawl", "spiders"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "psycopg": {"store"},
    "jinja2": {"mail", "web", "demo", "desk"},
    "starlette": {"web", "commands"},
    "uvicorn": {"commands"},
    "css_inline": {"mail"},
    "smtplib": {"mail"},
    "structlog": {"cli"},
    "dkim": {"mail"},
    "typer": {"cli"},
    "rich": {"cli", "demo"},
    "apscheduler": {"commands"},
    "procrastinate": {"cluster"},
    "prometheus_client": {"commands"},
    "pypdfium2": {"ofsted"},
    "reportlab": {"demo"},
    "docx": {"desk"},
    "icalendar": {"desk"},
    "markdown_it": {"desk"},
    "nh3": {"desk"},
    "resvg_py": {"desk"},
    "xlsxwriter": {"desk"},
}


def package_of(path: Path) -> str:
    if path.is_relative_to(CORE):
        return path.relative_to(CORE).parts[0].removesuffix(".py")
    return "spiders"


def name_of(path: Path) -> str:
    return str(path.relative_to(CORE)) if path.is_relative_to(CORE) else str(path.relative_to(ROOT))


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def imports(path: Path) -> frozenset[tuple[str, bool]]:
    """Every module that a file imports, inside functions too, and whether for annotations alone."""
    tree = tree_of(path)
    annotations = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    return frozenset((name, id(node) in annotations) for node in ast.walk(tree) for name in _named(node, path))


def _named(node: ast.AST, path: Path) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, f"{path}: write imports in full, from `watcher.` on"
        yield str(node.module)
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def uses(path: Path) -> set[str]:
    """The packages of the product that a file needs when it runs."""
    found = {name.split(".")[1] for name, typing in imports(path) if name.startswith("watcher.") and not typing}
    return {name for name in found if not name.startswith("__")} - {package_of(path)}


def arrows() -> dict[str, set[str]]:
    """Each package with those it imports, as the code has it."""
    found: dict[str, set[str]] = {}
    for path in FILES:
        found.setdefault(package_of(path), set()).update(uses(path))
    return found


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_package_imports_only_what_the_table_allows(path: Path) -> None:
    allowed = {**MAY_IMPORT, **TOP}
    assert package_of(path) in allowed, f"{package_of(path)} is a new package: give it a line in the table"
    assert uses(path) <= allowed[package_of(path)]


def test_no_circle_of_packages_not_even_inside_functions() -> None:
    assert list(TopologicalSorter(arrows()).static_order())


def module_of(path: Path) -> str:
    return ".".join(("watcher", *Path(name_of(path)).with_suffix("").parts)).removesuffix(".__init__")


def test_no_circle_of_modules_either() -> None:
    modules = {module_of(path): path for path in FILES}
    needed = {
        module: {name for name, typing in imports(path) if name in modules and not typing and path.stem != "__init__"}
        # `from watcher.store import changes` asks for the module alone
        - {module, module.rpartition(".")[0]}
        for module, path in modules.items()
    }
    assert list(TopologicalSorter(needed).static_order())


def test_every_package_of_the_table_is_there() -> None:
    assert set(MAY_IMPORT) == {package_of(path) for path in FILES} - set(TOP)
    assert len(MAY_IMPORT) - 1 <= 18, "too many names at the top for a newcomer"


def is_pure(path: Path) -> bool:
    name = name_of(path)
    return name in PURE_MODULES or (package_of(path) in PURE and name not in IMPURE_MODULES)


@pytest.mark.parametrize("path", [*filter(is_pure, FILES)], ids=name_of)
def test_a_pure_module_knows_nothing_of_the_outside(path: Path) -> None:
    used = {name for name, _ in imports(path)}
    assert not (used | {name.split(".")[0] for name in used}) & IMPURE_LIBRARIES
    calls = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
    }
    assert not calls & IMPURE_CALLS


def test_the_exceptions_from_purity_are_still_needed() -> None:
    assert {name_of(path) for path in FILES} >= IMPURE_MODULES | PURE_MODULES


@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_imported_only_at_home(library: str) -> None:
    elsewhere = {
        name_of(path)
        for path in FILES
        if package_of(path) not in HOMES[library]
        for name, _ in imports(path)
        if name.split(".")[0] == library
    }
    assert not elsewhere


def test_no_two_classes_have_one_name() -> None:
    names = Counter(node.name for path in FILES for node in tree_of(path).body if isinstance(node, ast.ClassDef))
    assert not [name for name, times in names.items() if times > 1]


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_module_says_what_it_is_for_and_stays_readable(path: Path) -> None:
    tree = tree_of(path)
    assert ast.get_docstring(tree)
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert all((node.end_lineno or 0) - node.lineno < 60 for node in functions)


# --- tests ----------------------------------------------------------------------------------------

TESTS = ROOT / "tests"
# What mirrors no module: whole stories have a folder of their own, and these look at one package from outside.
ELSEWHERE = ("program", "support")
ACROSS = {
    "claims/test_check_others.py",
    "claims/test_corpus.py",
    "crawl/test_scrapy_interfaces.py",
    "ofsted/reports/test_findings.py",
    "store/test_kills.py",
    "store/test_landed_migrations.py",
    "web/test_browser.py",
}
# The same module on real documents, on odd ones, and on pages and reports that were changed on purpose.
KINDS = ("_real.py", "_odd.py", "_mutations.py")


def mirrored(test: Path) -> Path:
    """The module that a test is named after."""
    return CORE / test.relative_to(TESTS).with_name(test.name.removeprefix("test_"))


def test_every_test_is_named_after_the_module_it_tests() -> None:
    tests = [path for path in TESTS.rglob("test_*.py") if path.relative_to(TESTS).parts[0] not in ELSEWHERE]
    strays = {
        str(path.relative_to(TESTS))
        for path in tests
        if len(path.relative_to(TESTS).parts) > 1 and not path.name.endswith(KINDS) and not mirrored(path).is_file()
    }
    assert strays == ACROSS
