"""The work behind `watcher doctor`: checks everything that a deployment needs, and changes nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from watcher.commands.after_run import metrics_module
from watcher.commands.doctor_machine import clock_finding, disk_findings, file_findings, zone_findings
from watcher.commands.doctor_network import network_findings
from watcher.commands.start import open_to_read
from watcher.crawl.followed import followed, provider_source, site_source, usable_sites
from watcher.mail.own_templates import templates_of
from watcher.mail.sender import sender_of
from watcher.mail.templates import template_errors
from watcher.model.diagnosis import Diagnosis, DiagnosisLevel, advice, fine, problem
from watcher.model.errors import ConfigError, WatcherError
from watcher.model.source import COUNCIL_TYPE, SEARCH_SOURCE, Provider
from watcher.ofsted.authorities import gazetteer
from watcher.ofsted.pages.provider import FILE_HOSTS
from watcher.ofsted.rules import is_council
from watcher.settings import OFSTED, Settings, read
from watcher.store import Store
from watcher.store.engine import place_of
from watcher.subscribers.keys import KEY_FILE, keys
from watcher.subscribers.topics import EVERYTHING

_SHOWN = 5


def examine(config: Path, now: datetime) -> Iterator[Diagnosis]:
    """All findings, each as soon as it is known. Nothing is written, and no email is sent."""
    yield from zone_findings(now)
    try:
        settings = read(config)
    except ConfigError as error:
        yield problem("configuration", str(error), "Correct the file; `watcher init FOLDER` shows what it may hold.")
        return
    parts = (
        _configuration(settings),
        file_findings(settings),
        disk_findings(settings),
        _keys(settings),
        _monitoring(settings),
        _templates(settings),
        _database(settings, now),
        network_findings(settings, _addresses(settings)),
    )
    wrong: list[str] = []
    for part in parts:
        for one in _as_far_as_allowed(part):
            # what is wrong in the configuration is also a fault, and keeps the database closed
            if one.level is DiagnosisLevel.PROBLEM and any(earlier in one.what for earlier in wrong):
                if one.check == "database":
                    what = "it was not looked at, because of what is wrong above"
                    yield advice("database", what, "Correct that first, then run doctor again.")
                continue
            wrong += [one.what] if one.level is DiagnosisLevel.PROBLEM else []
            yield one


def _as_far_as_allowed(findings: Iterator[Diagnosis]) -> Iterator[Diagnosis]:
    """The findings of one part. A file that we may not look at is a finding, and ends that part alone."""
    try:
        yield from findings
    except OSError as error:
        what = f"{error.filename or 'a file'} can't be looked at: {error.strerror or error}"
        yield problem("files", what, "Run doctor as the user of the crontab, or correct the rights.")


def is_well(findings: list[Diagnosis]) -> bool:
    """Whether nothing needs to be done."""
    return all(one.level is not DiagnosisLevel.PROBLEM for one in findings)


# --- configuration --------------------------------------------------------------------------------


def _configuration(settings: Settings) -> Iterator[Diagnosis]:
    """What the configuration names and does not exist, and what it leaves out."""
    path, wrong = settings.home / settings.config_name, list(_unknown(settings))
    yield from wrong
    if not wrong:
        yield fine("configuration", f"{path} is valid, and everything that it names exists")
    if not settings.mail.operator:
        what = "[mail] operator is empty, so nobody hears of faults and held reports"
        yield advice("configuration", what, "Set it to your own address.")
    if not settings.fetch.contact:
        what = "[fetch] contact is empty, so the owner of a site can't reach you"
        yield advice("configuration", what, "Set it to an address or a page of yours.")


def _monitoring(settings: Settings) -> Iterator[Diagnosis]:
    """Whether metrics that are asked for can be written."""
    file = settings.home / settings.status.metrics if settings.status.metrics else None
    if file is None and not settings.status.metrics_port:
        return
    try:
        metrics_module()
    except ConfigError as error:
        yield problem("metrics", str(error), "Or take metrics and metrics_port out of the section [status].")
        return
    if file and not os.access(file if file.exists() else file.parent, os.W_OK):
        yield problem("metrics", f"{file} can't be written", "Let the user of the crontab write it.")
    else:
        yield fine("metrics", f"they can be written{f' to {file}' if file else ''}")


def _unknown(settings: Settings) -> Iterator[Diagnosis]:
    fix = f"Correct it in {settings.home / settings.config_name}."
    for entry in () if settings.authorities == EVERYTHING else settings.authorities:
        try:
            gazetteer().chosen(entry)
        except ConfigError as error:
            yield problem("sources", f"authorities: {error}", fix)
    for url in settings.providers:
        try:
            followed(settings.model_copy(update={"authorities": (), "providers": (url,)}), gazetteer(), {})
        except ConfigError as error:
            yield problem("sources", str(error), fix)
    if not settings.authorities and not settings.providers:
        yield problem("sources", "nothing is followed", 'Set authorities = "all", or name some councils.')
    for id_, why in usable_sites(settings, frozenset())[1].items():
        yield problem("sources", f"{id_}: {why}", "Correct it there. Until then this source is not read.")


def _addresses(settings: Settings) -> dict[str, str]:
    """The addresses of what is followed, by id, as far as the configuration says it."""
    try:
        pages = followed(settings, gazetteer(), {})
    except ConfigError:
        pages = ()
    addresses = {source.id: source.url for source in pages}
    urns = frozenset(id_.rpartition("/")[2] for id_ in addresses if is_council(id_))
    if settings.authorities == EVERYTHING:
        current = gazetteer().current()
        councils = (provider_source(Provider(COUNCIL_TYPE, one.urn), settings, gazetteer()) for one in current)
        addresses |= {source.id: source.url for source in councils if SEARCH_SOURCE in addresses}
        urns = frozenset(one.urn for one in current)
    if settings.ofsted.base_url == OFSTED:
        addresses |= {f"reports on {host}": f"https://{host}/v1/file/1" for host in FILE_HOSTS}
    sites = map(site_source, usable_sites(settings, urns)[0])
    return addresses | {source.id: source.url for source in sites}


# --- keys and templates ---------------------------------------------------------------------------


def _keys(settings: Settings) -> Iterator[Diagnosis]:
    file = settings.state / KEY_FILE
    if not settings.secret_keys and not file.exists():
        yield fine("keys", f"no key signs links yet; {file} is made when one is needed")
        return
    try:
        keys(settings), sender_of(settings)
    except WatcherError as error:
        yield problem("keys", str(error), "Links and signatures can't be made until this is corrected.")
        return
    signed = ", and emails are signed (DKIM)" if settings.mail.dkim_key else ""
    where = "WATCHER_SECRET_KEYS" if settings.secret_keys else str(file)
    yield fine("keys", f"the key in {where} can be used{signed}")


def _templates(settings: Settings) -> Iterator[Diagnosis]:
    with templates_of(settings.home):
        errors = template_errors()
    for name, why in errors.items():
        yield problem("templates", f"{name}: {why}", "Correct the template, or install watcher again.")
    if not errors:
        yield fine("templates", "every template can be read")


# --- database -------------------------------------------------------------------------------------


def _database(settings: Settings, now: datetime) -> Iterator[Diagnosis]:
    try:
        with open_to_read(settings) as store:
            yield from _content(settings, store, now)
    except WatcherError as error:
        yield problem("database", str(error), "No run works until this is corrected.")


def _content(settings: Settings, store: Store, now: datetime) -> Iterator[Diagnosis]:
    where = place_of(settings.store_url)
    if store.is_new:
        yield fine("database", f"{where} is made by the first check")
    elif damage := store.checkup.damage():
        yield problem("database", f"{where} is damaged: {'; '.join(damage[:_SHOWN])}", "Restore it from a backup.")
    else:
        yield fine("database", f"{where} is whole, and has the tables of this version")
    yield clock_finding(now, store.clock.furthest_ahead(now))
    if stale := store.runs.stale_since(now, settings.stale_after):
        what = f"no good check has run for too long: stale since {stale:%Y-%m-%d %H:%M}Z"
        yield problem("runs", what, "Check that cron or the service is running. `watcher runs` lists what ran.")
    else:
        yield fine("runs", "the last good check is not too long ago")
    faults = store.faults.recorded(open_only=True)
    for fault in faults[:_SHOWN]:
        yield problem("sources", f"{fault.source_id}: {fault.reason}", "`watcher status` shows every fault.")
    if blocked := store.outbox.blocked():
        yield problem(
            "mail server", f"{blocked.total()} emails are pending because servers reject us", "See docs/mail.md."
        )
