"""What `watcher doctor` asks of others: names of hosts, the mail server, each site's robots.txt and clock."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from watcher.crawl.ask import asking
from watcher.crawl.checkup import HostsSeen, RobotsAnswer, see_hosts
from watcher.crawl.settings import FetchSettings
from watcher.mail.sender import return_path_of
from watcher.mail.smtp import Smtp, server_of
from watcher.model.address import without_addresses
from watcher.model.diagnosis import Diagnosis, advice, fine, problem
from watcher.model.errors import ConfigError, MailError, WatcherError
from watcher.settings import Settings
from watcher.subscribers.keys import KEY_FILE

# How long a mail server or a site may take to answer a look.
PATIENCE_SECONDS = 20.0
# A cache may answer with an old Date; a smaller difference does not mean a wrong clock.
_FAR, _SOME = timedelta(days=1), timedelta(minutes=5)
_NAMED = 3


def network_findings(settings: Settings, sources: Mapping[str, str]) -> Iterator[Diagnosis]:
    """`sources` are the addresses of what is followed, by id."""
    hosts = {*map(_host, (*sources.values(), settings.mail.smtp, settings.status.ping))} - {""}
    unknown = _unknown_hosts(hosts)
    yield from _name_findings(unknown, len(hosts))
    yield from mail_findings(settings)
    asked = {id_: url for id_, url in sources.items() if _host(url) not in unknown}
    if asked:
        yield from _site_findings(settings, asked)


# --- names ----------------------------------------------------------------------------------------


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""


def _unknown_hosts(hosts: Iterable[str]) -> dict[str, str]:
    """Why each host whose address can't be found has none."""

    async def ask() -> dict[str, str]:
        names = sorted(hosts)
        loop = asyncio.get_running_loop()
        found = await asyncio.gather(*(loop.getaddrinfo(name, None) for name in names), return_exceptions=True)
        return {name: str(one) for name, one in zip(names, found, strict=True) if isinstance(one, OSError | ValueError)}

    return asyncio.run(ask())


def _name_findings(unknown: Mapping[str, str], asked: int) -> Iterator[Diagnosis]:
    for name, why in unknown.items():
        what = f"the address of {name} can't be found: {why}"
        yield problem("dns", what, "Check the name in the configuration, and /etc/resolv.conf.")
    if not unknown:
        yield fine("dns", f"{asked} of {asked} hosts can be found")


# --- mail -----------------------------------------------------------------------------------------


def mail_findings(settings: Settings) -> Iterator[Diagnosis]:
    """Whether the mail server takes our login and our sender. No email is sent."""
    mail = settings.mail
    if not mail.smtp:
        what = f"[mail] smtp is empty, so emails are written to {settings.state / 'outbox'}"
        yield advice("mail server", what, "To send them, set [mail] smtp, for example smtps://user@mail.example.org.")
        return
    try:
        server = server_of(mail.smtp, settings.password)
        with Smtp(server, lambda _: _sender(settings), PATIENCE_SECONDS) as connection:
            connection.try_out()
    except (MailError, socket.gaierror) as error:
        fix = "Check [mail] smtp and sender, the variable WATCHER_MAIL_PASSWORD, and the server's own log."
        yield problem("mail server", without_addresses(str(error)), fix)
        return
    login = "accepts our login and sender" if server.user else "accepts our sender without a login"
    yield fine("mail server", f"{server.host}:{server.port} {login}")
    if mail.sender.endswith("@localhost"):
        yield problem("mail server", "[mail] sender is on localhost, which no server accepts", "Set your own address.")


def _sender(settings: Settings) -> str:
    """The envelope sender, as far as it is known without making a key."""
    if settings.secret_keys or (settings.state / KEY_FILE).exists():
        try:
            return return_path_of(settings).of(0)
        except ConfigError:
            return settings.mail.sender
    return settings.mail.sender


# --- sites ----------------------------------------------------------------------------------------


def _site_findings(settings: Settings, sources: Mapping[str, str]) -> Iterator[Diagnosis]:
    fetch = FetchSettings.of(
        settings.fetch.model_copy(update={"timeout": min(settings.fetch.timeout, PATIENCE_SECONDS)})
    )
    addresses = sorted(set(sources.values()))
    try:
        seen: HostsSeen = asyncio.run(asking(fetch, lambda site: see_hosts(site, addresses)))
    except WatcherError as error:
        yield problem("robots.txt", f"no site could be asked: {error}", "Check the connection of this machine.")
        return
    yield from _robots_findings(settings, sources, seen.robots)
    yield _clock_finding(seen.clocks)


def _robots_findings(
    settings: Settings, sources: Mapping[str, str], answers: Sequence[RobotsAnswer]
) -> Iterator[Diagnosis]:
    good = 0
    for one in answers:
        if one.fault:
            what = f"the robots.txt of {one.host} can't be read, so nothing there may be fetched: {one.fault}"
            yield problem("robots.txt", what, _unreached(one.host))
        elif one.forbidden:
            ids = [id_ for id_, url in sources.items() if url in one.forbidden]
            what = f"the robots.txt of {one.host} forbids {_some(ids)}"
            yield problem("robots.txt", what, "Take the source out of the configuration, or ask the site's owner.")
        else:
            good += 1
        if one.delay > max(settings.fetch.delay, 30):
            what = f"the robots.txt of {one.host} asks for {one.delay:.0f} seconds between requests"
            yield advice("robots.txt", what, "We keep to it. Checks of this site take long.")
    if good:
        yield fine("robots.txt", f"{good} of {len(answers)} hosts allow what we fetch")


def _unreached(host: str) -> str:
    """What to do where a site's robots.txt can't be read."""
    if getproxies() and not proxy_bypass(host.partition(":")[0]):
        return "The environment names a proxy (http_proxy, https_proxy): see that it works, or unset it."
    return "Open it in a browser. If it stays so, write to the site's owner."


def _clock_finding(clocks: Mapping[str, timedelta]) -> Diagnosis:
    if not clocks:
        return advice("clock", "no site said what time it is", "Compare this machine's clock yourself.")
    ahead = min(clocks.values(), key=abs)
    if abs(ahead) <= _SOME:
        return fine("clock", "this machine's clock agrees with the servers asked")
    seconds = abs(ahead.total_seconds())
    much = f"{abs(ahead).days} days" if abs(ahead) >= _FAR else f"{seconds / 60:.0f} minutes"
    what = f"this machine's clock is {much} {'ahead of' if ahead > timedelta() else 'behind'} every server asked"
    fix = "Set the clock: timedatectl set-ntp true"
    return problem("clock", what, fix) if abs(ahead) >= _FAR else advice("clock", what, fix)


def _some(ids: Sequence[str]) -> str:
    more = len(ids) - _NAMED
    return ", ".join(ids[:_NAMED]) + (f" and {more} more" if more > 0 else "")
