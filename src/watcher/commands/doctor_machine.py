"""What `watcher doctor` looks at on the machine itself: files and their rights, the disk, the clock."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from watcher.model.diagnosis import Diagnosis, advice, fine, problem
from watcher.settings import Settings
from watcher.subscribers.keys import KEY_FILE

MEGABYTE = 1_000_000
# Below the first a run may end at any moment; below the second there is still time.
DISK_LEAST, DISK_LITTLE = 200 * MEGABYTE, 1_000 * MEGABYTE
_FILES_LEAST = 1_000
_NAMED = 5


# --- files ----------------------------------------------------------------------------------------


def file_findings(settings: Settings) -> Iterator[Diagnosis]:
    """Owners and rights of the configuration and of every file in the state folder."""
    state = settings.state
    wrong = [*_of_configuration(settings), *_of_keys(settings)]
    if state.is_dir():
        wrong += [*_of_folder(state), *_unusable(state)]
    yield from wrong
    if not wrong:
        where = f"{settings.home / settings.config_name}" + (f" and everything in {state}" if state.is_dir() else "")
        yield fine("files", f"{where} can be read and written by those who must, and by nobody else")


def _of_configuration(settings: Settings) -> Iterator[Diagnosis]:
    for path in (settings.home / settings.config_name, settings.home / settings.news.sources):
        if path.is_file() and path.stat().st_mode & stat.S_IWOTH:
            yield problem("files", f"anybody on this machine may write {path}", f"Run: chmod o-w {path}")


def _of_keys(settings: Settings) -> Iterator[Diagnosis]:
    keys = [settings.state / KEY_FILE]
    keys += [settings.home / settings.mail.dkim_key] if settings.mail.dkim_key else []
    for path in keys:
        if path.is_file() and path.stat().st_mode & 0o077:
            yield problem("files", f"other users can read {path}, which signs emails", f"Run: chmod 600 {path}")


def _of_folder(state: Path) -> Iterator[Diagnosis]:
    if state.stat().st_mode & 0o077:
        what = f"other users can open {state}, which holds readers' addresses"
        yield problem("files", what, f"Run: chmod 700 {state}")


def _unusable(state: Path) -> Iterator[Diagnosis]:
    """Files that belong to another user than their folder does, or that we can't use."""
    owner, me = state.stat().st_uid, os.geteuid()
    strangers, closed = [], []
    for path in (state, *sorted(state.rglob("*"))):
        try:
            if path.lstat().st_uid != owner:
                strangers.append(path)
            elif me == owner and not os.access(path, os.R_OK | os.W_OK):
                closed.append(path)
        except FileNotFoundError:  # a run has just removed it
            continue
    if strangers:
        what = f"{_named(strangers)} {_belong(strangers)} another user than {state} does"
        yield problem("files", what, f"Run: sudo chown -R {_user(owner)}: {state}")
    if closed:
        yield problem("files", f"{_named(closed)} can't be read and written", f"Run: chmod -R u+rwX {state}")


def _named(paths: list[Path]) -> str:
    more = len(paths) - _NAMED
    return ", ".join(map(str, paths[:_NAMED])) + (f" and {more} more" if more > 0 else "")


def _belong(paths: list[Path]) -> str:
    return "belongs to" if len(paths) == 1 else "belong to"


def _user(uid: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


# --- disk -----------------------------------------------------------------------------------------


def disk_findings(settings: Settings) -> Iterator[Diagnosis]:
    """How much disk space the state folder has left."""
    folder = settings.state if settings.state.is_dir() else settings.home
    free, files = shutil.disk_usage(folder).free, os.statvfs(folder).f_favail
    said = f"{free // MEGABYTE} MB are free where {folder} lies"
    if free < DISK_LEAST:
        yield problem("disk", said, "Delete what is not needed there, or move the folder to a larger disk.")
    elif free < DISK_LITTLE:
        yield advice("disk", said, "A year of reports takes a few hundred MB. Plan for more room.")
    else:
        yield fine("disk", said)
    # some file systems don't count files, and say 0
    if 0 < files < _FILES_LEAST:
        what = f"only {files} more files fit on the disk of {folder}"
        yield problem("disk", what, "Delete files that are not needed there.")


# --- clock ----------------------------------------------------------------------------------------


def zone_findings(now: datetime) -> Iterator[Diagnosis]:
    """Whether this machine knows London's time, and whether cron uses it."""
    try:
        london = ZoneInfo("Europe/London")
    except ZoneInfoNotFoundError:
        yield problem("time zone", "the time in London is not known here", "Install the package tzdata with pip.")
        return
    if datetime(2026, 7, 1, 12, tzinfo=london).utcoffset() != timedelta(hours=1):
        yield problem(
            "time zone", "the zone data know no summer time in London", "Install the package tzdata with pip."
        )
        return
    there = now.astimezone(london)
    if all(_here(month) == datetime(there.year, month, 1, 12, tzinfo=london).utcoffset() for month in (1, 7)):
        yield fine("time zone", f"it is {there:%H:%M} in London, and this machine keeps London's time")
        return
    what = f"it is {there:%H:%M} in London. This machine, and so cron, is not in that time zone all year"
    yield advice("time zone", what, "Digests go by London time. Set the hours in your crontab line to fit.")


def _here(month: int) -> timedelta | None:
    """How far this machine's time is ahead of UTC in a month."""
    return datetime(datetime.now(UTC).year, month, 1, 12, tzinfo=UTC).astimezone().utcoffset()


def clock_finding(now: datetime, ahead: datetime | None) -> Diagnosis:
    """Whether the store has a time in the future; `ahead` is the latest one."""
    if ahead is None:
        return fine("clock", f"nothing on record lies in the future; it is {now.astimezone(UTC):%Y-%m-%d %H:%M}Z")
    what = f"the record goes up to {ahead:%Y-%m-%d %H:%M}Z, and this machine says {now.astimezone(UTC):%Y-%m-%d %H:%M}Z"
    return problem("clock", what, "Set the clock if it is wrong. If it is right, the next run corrects the record.")
