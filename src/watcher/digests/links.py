"""Which scraped addresses may become links in a mail. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit

from watcher.digests.views import Link

URL_LIMIT = 2000


def safe_link(text: str, url: str) -> Link | None:
    """A link that is safe to print: http or https with a host, and no hidden characters."""
    if len(url) > URL_LIMIT or not url.isascii() or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    # user information before the host is how a link is made to look like another site's
    well = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    return Link(text, url) if well else None
