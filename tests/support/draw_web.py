"""Draws the web pages as pictures: `python -m tests.support.draw_web FOLDER`. Needs Debian's chromium."""

from __future__ import annotations

import sys
import tempfile
from itertools import product
from pathlib import Path

from tests.support.chromium import DESKTOP, PHONE, SMALL_PHONE, chromium, window
from tests.support.web_pages import shown
from tests.support.web_site import running_site

SIZES = {"desktop": DESKTOP, "390": PHONE, "320": SMALL_PHONE}


def main(folder: Path) -> None:
    """Write every page in every state, in full, at three widths, in light and dark."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, running_site(Path(home)) as site, chromium() as browser:
        pages = shown(site)
        for (size, pixels), scheme in product(SIZES.items(), ("light", "dark")):
            with window(browser, pixels, color_scheme=scheme) as context:
                for name, go in pages.items():
                    page = context.new_page()
                    go(page)
                    picture = folder / f"{name}-{size}-{scheme}.png"
                    page.screenshot(path=picture, full_page=True)
                    page.close()
                    print(picture)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
