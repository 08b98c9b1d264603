"""Draws the mails as pictures, to be looked at: `python -m tests.draw_digest FOLDER`.

Needs Debian's chromium. `docs/digest.png` is `one-800-light.png` of such a run.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path

from tests.builders import NOW, a_change, a_fault
from tests.mail_stories import TROUBLED, a_digest, a_week, the_fall_of_marlow_vale
from watcher.notes import operator_note
from watcher.render import render_digest, render_note

WIDTHS = {"800": (800, 1560), "390": (390, 1900)}  # pixels, by name
SCHEMES = {"light": (), "dark": ("--force-dark-mode", "--blink-settings=preferredColorScheme=0")}
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def main(folder: Path) -> None:
    """Write every mail as HTML and as four pictures."""
    browser = shutil.which("chromium")
    if browser is None:
        sys.exit("chromium is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    mails = {
        "one": a_digest([the_fall_of_marlow_vale()], checked=TROUBLED),
        "week": a_digest(*a_week(), checked=TROUBLED),
    }
    note = operator_note(
        [a_fault(), a_fault(cleared_at=NOW)], [a_change(problems=("The table and the headings disagree.",))], {}, NOW
    )
    rendered = {name: render_digest(digest) for name, digest in mails.items()} | {"note": render_note(note)}
    for name, mail in rendered.items():
        page = folder / f"{name}.html"
        page.write_text(mail.html, encoding="utf-8")
        for width, scheme in product(WIDTHS, SCHEMES):
            _draw(browser, page, folder / f"{name}-{width}-{scheme}.png", WIDTHS[width], SCHEMES[scheme])


def _draw(browser: str, page: Path, picture: Path, size: tuple[int, int], scheme: tuple[str, ...]) -> None:
    with tempfile.TemporaryDirectory() as profile:
        window = f"--window-size={size[0]},{size[1]}"
        where = (f"--user-data-dir={profile}", f"--screenshot={picture.absolute()}", window)
        command = [browser, *FLAGS, *scheme, *where, page.absolute().as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    print(picture)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
