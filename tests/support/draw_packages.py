"""Draws the packages and their imports into docs/map.md: `python -m tests.support.draw_packages`.

The picture is a Mermaid diagram, which GitHub displays. It leaves out arrows that follow from others. The table below
it has all of them, with the first paragraph of each package's docstring.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Set
from pathlib import Path

from tests.test_layers import CORE, PURE, ROOT, TOP, arrows, tree_of

MAP = ROOT / "docs" / "map.md"
BEGIN = "<!-- drawn by `python -m tests.support.draw_packages`; do not edit by hand -->"
END = "<!-- end of what is drawn -->"

Arrows = Mapping[str, Set[str]]


def main() -> None:
    """Redraw docs/map.md if its picture is out of date."""
    MAP.write_text(with_picture(MAP.read_text(encoding="utf-8")), encoding="utf-8")


def with_picture(page: str) -> str:
    """The page with the picture and the table of today's imports between its two markers."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    assert rest, f"{MAP} has lost its marker: {BEGIN}"
    assert after, f"{MAP} has lost its marker: {END}"
    found = {name: needed for name, needed in arrows().items() if name not in TOP}
    return f"{before}{BEGIN}\n\n{diagram(found)}\n\n{table(found)}\n\n{END}{after}"


def diagram(found: Arrows) -> str:
    """The packages in Mermaid's language, without the arrows that follow from others."""
    drawn = [f"    {name} --> {needed}" for name in sorted(found) for needed in sorted(direct(name, found))]
    pure = f"    classDef pure fill:#e3f1e3,stroke:#3c763d,color:#111\n    class {','.join(sorted(PURE))} pure"
    return "\n".join(["```mermaid", "flowchart TD", *drawn, pure, "```"])


def table(found: Arrows) -> str:
    """Each package, its description, and all that it imports."""
    rows = [f"| `{name}` | {what(name)} | {', '.join(sorted(found[name])) or 'nothing'} |" for name in sorted(found)]
    return "\n".join(["| package | what it is | imports |", "| --- | --- | --- |", *rows])


def what(name: str) -> str:
    """The first paragraph of the docstring of a package."""
    return " ".join((ast.get_docstring(tree_of(file_of(name))) or "").split("\n\n")[0].split())


def file_of(name: str) -> Path:
    """The file with the docstring of a package."""
    places = (CORE / name / "__init__.py", CORE / f"{name}.py", ROOT / name / "__init__.py")
    return next(place for place in places if place.is_file())


def direct(name: str, found: Arrows) -> Set[str]:
    """The imports of a package that don't follow from its other imports."""
    return found[name] - {far for near in found[name] for far in reached(near, found)}


def reached(name: str, found: Arrows) -> Set[str]:
    """All that a package imports, directly or indirectly."""
    return set(found[name]).union(*(reached(near, found) for near in found[name]))


if __name__ == "__main__":
    main()
