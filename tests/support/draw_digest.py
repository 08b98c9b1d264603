"""Draws the emails as pictures: `python -m tests.support.draw_digest FOLDER [MAIL…]`.

Needs Debian's chromium. `docs/digest.png` is `story-800-light.png` of such a run (see `make pictures`).
"""

from __future__ import annotations

import shutil
import sys
from itertools import product
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from tests.support.every_mail import every_mail

WIDTHS = (800, 390)  # pixels
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def main(folder: Path, *names: str) -> None:
    """Write every email, or those that are named, as HTML, as text and as four pictures."""
    program = shutil.which("chromium")
    if program is None:
        sys.exit("chromium is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        mails = every_mail()
        for name in names or mails:
            mail = mails[name]
            (folder / f"{name}.html").write_text(mail.html, encoding="utf-8")
            (folder / f"{name}.txt").write_text(mail.text, encoding="utf-8")
            _draw(browser, mail.html, folder / name)


def _draw(browser: Browser, html: str, stem: Path) -> None:
    for width, scheme in product(WIDTHS, SCHEMES):
        page = browser.new_page(viewport={"width": width, "height": 600}, color_scheme=scheme)
        page.set_content(html)
        picture = stem.with_name(f"{stem.name}-{width}-{scheme}.png")
        page.screenshot(path=picture, full_page=True)
        page.close()
        print(picture)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
