"""Draws a brief, a draft and a timeline of the demonstration as pictures: `python -m tests.support.draw_desk FOLDER`.

Needs Debian's chromium. `make pictures` puts them into docs/.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.chromium import chromium, window
from tests.support.desk_demo import told_demo
from watcher.commands import desk
from watcher.commands.documents import as_bytes
from watcher.commands.start import open_to_read
from watcher.settings import read

SIZE = {"width": 860, "height": 1180}


def main(folder: Path) -> None:
    """Write `brief.png` and `draft.png`, the first page of each, and `timeline.png`."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as home:
        settings = read(told_demo(Path(home) / "demo") / "watcher.toml")
        with open_to_read(settings) as store:
            known = desk.dossier_of(settings, store, "Marlow Vale")
            history = desk.picture(store, known)
    (folder / "timeline.png").write_bytes(history.png)
    made = {"brief": desk.brief(settings, known), "draft": desk.draft(settings, known, "update")}
    with chromium() as browser, window(browser, SIZE) as context:
        for name, written in made.items():
            page = context.new_page()
            page.set_content(as_bytes(written, known, "html", history).decode())
            page.screenshot(path=folder / f"{name}.png")
            print(folder / f"{name}.png")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
