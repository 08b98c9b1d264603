"""One address for one page: identifies a news item, however its address was written. Pure."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

if TYPE_CHECKING:
    from tldextract import TLDExtract

_LONGEST = 2000
_PORTS = {"http": 80, "https": 443}
# Parameters that campaigns, social networks and sessions add; none of them leads to another page.
_TRACKING = re.compile(
    r"(utm_\w+|at_(?:medium|campaign|custom\d*|link\w*)|mc_[ce]id|fbclid|gclid|gclsrc|dclid|wbraid|gbraid|msclkid|"
    r"twclid|igshid|yclid|ttclid|_hs\w+|hss_channel|_g[al]|cmp|cmpid|icid|ito|ncid|ns_\w+|wt\.\w+|trk|"
    r"__twitter_impression|jsessionid|phpsessid|aspsessionid\w*)",
    re.IGNORECASE,
)
_NO_HOST = re.compile(r"[\s\\@\x00-\x20]")


def canonical(url: str, base: str | None = None) -> str | None:
    """The address in one form, resolved against the page it is on; None if it is not a usable web address.

    Without fragment, default port, a final dot of the host, and parameters that only track; the query is sorted. On the
    site of `base`, its scheme and `www.` are written as in `base`, because sites mix both. Paths stay as they are: for
    some sites a closing slash is another page. None: not http(s), credentials in it, no host, or more than 2,000
    characters.
    """
    if len(url) > 2 * _LONGEST:
        return None
    try:
        parts = urlsplit(urljoin(base or "", url.strip()))
        home = urlsplit(base) if base else None
        return _canonical(parts, home)
    except ValueError:
        return None


def joined(base: str, href: str) -> str:
    """A link resolved against the page it is on; empty if it is not an address: `http://[`."""
    try:
        return urljoin(base, href)
    except ValueError:
        return ""


def same_site(url: str, site: str) -> bool:
    """Whether an address has the same registered domain as a site; for IP addresses, the same address."""
    host, home = _host(url), _host(site)
    if not host or not home:
        return False
    return host == home or _registered(host) == _registered(home) != ""


def host_of(url: str) -> str:
    """The host of an address in lower case, without `www.`; empty without a host."""
    return _host(url)


def identity(url: str) -> str:
    """An address without its spelling variants: for comparing items, not for fetching.

    Without scheme, `www.` and the slash at the end of its path.
    """
    parts = urlsplit(url)
    return _bare(parts.netloc) + parts.path.rstrip("/") + (f"?{parts.query}" if parts.query else "")


def _canonical(parts: SplitResult, home: SplitResult | None) -> str | None:
    if parts.scheme not in _PORTS or _NO_HOST.search(parts.netloc) or not (parts.hostname or "").strip("."):
        return None
    netloc = _netloc(parts)
    scheme, netloc = _as_at_home(parts.scheme, netloc, home)
    query = urlencode([pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _tracks(pair[0])])
    found = canonicalize_url(urlunsplit((scheme, netloc, parts.path or "/", query, "")))
    return found if len(found) <= _LONGEST else None


def _netloc(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".").lower()
    host = f"[{host}]" if ":" in host else host
    port = parts.port
    return host if port in (None, _PORTS[parts.scheme]) else f"{host}:{port}"


def _as_at_home(scheme: str, netloc: str, home: SplitResult | None) -> tuple[str, str]:
    if home is None or home.scheme not in _PORTS or _NO_HOST.search(home.netloc):
        return scheme, netloc
    at_home = _netloc(home)
    return (home.scheme, at_home) if _bare(netloc) == _bare(at_home) else (scheme, netloc)


def _tracks(name: str) -> bool:
    return _TRACKING.fullmatch(name) is not None


def _bare(netloc: str) -> str:
    return netloc.lower().removeprefix("www.")


def _host(url: str) -> str:
    try:
        return _bare((urlsplit(url).hostname or "").rstrip("."))
    except ValueError:
        return ""


def _registered(host: str) -> str:
    return _domains()(host).top_domain_under_public_suffix


@cache
def _domains() -> TLDExtract:
    # imported here: it is slow, and most links need no list of suffixes
    from tldextract import TLDExtract

    # the list that comes with it, never one from the network
    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
