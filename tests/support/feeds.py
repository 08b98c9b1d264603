"""Feeds of an invented council, valid and hostile."""

from __future__ import annotations

from datetime import date

SITE = "https://www.eastmere.gov.uk"
URL = f"{SITE}/rss/news"
TODAY = date(2026, 3, 2)
WHEN = "Mon, 02 Feb 2026 10:00:00 GMT"


def item(n: int = 1, title: str = "", link: str = "", when: str = WHEN, more: str = "") -> str:
    """One item; the `n`-th has an address of its own."""
    date_line = f"<pubDate>{when}</pubDate>" if when else ""
    return (
        f"<item><title>{title or f'Library opens {n}'}</title><link>{link or f'{SITE}/news/library-{n}'}</link>"
        f"<description>Come and see it.</description>{date_line}{more}</item>\n"
    )


def rss(*items: str, head: str = '<?xml version="1.0" encoding="utf-8"?>\n') -> bytes:
    return f'{head}<rss version="2.0"><channel><title>Eastmere</title>{"".join(items)}</channel></rss>\n'.encode()


def atom(*entries: str) -> bytes:
    joined = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Eastmere</title>{joined}</feed>'.encode()
