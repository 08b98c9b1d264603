"""The state of a deployment as Prometheus metrics: as text, as a file for cron, or on a port of their own.

Counts and times alone: no label holds an address of a reader.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from prometheus_client import CollectorRegistry, generate_latest, start_http_server
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from watcher import __version__
from watcher.model.errors import ConfigError, StoreError
from watcher.model.run import RunOutcome
from watcher.settings import Settings
from watcher.store import Store

# Kinds of faults that a metric may name. Others have a name that a person or an address is part of.
_KINDS = ("ofsted", "news", "mail", "clock", "config", "less", "quiet", "unread")


def metrics_text(settings: Settings, store: Store, now: Callable[[], datetime]) -> bytes:
    """All metrics in the text format of Prometheus."""
    return generate_latest(_registry(settings, store, now))


def write_metrics(path: Path, settings: Settings, store: Store, now: datetime) -> None:
    """Write the metrics to a file for the textfile collector, whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(metrics_text(settings, store, lambda: now))
        part.chmod(0o644)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StoreError(f"Can't write {path}: {error.strerror}. Check the folder and its permissions.") from error


def serve_metrics(settings: Settings, store: Store) -> Callable[[], None]:
    """Serve the metrics on `[status] metrics_port` of this machine alone. Returns what ends that."""
    port = settings.status.metrics_port
    if settings.web.base_url and port == settings.web.port:
        raise ConfigError("[status] metrics_port is the port of the readers' pages. Choose another one.")
    registry = _registry(settings, store, lambda: datetime.now(UTC))
    try:
        server, thread = start_http_server(port, addr="127.0.0.1", registry=registry)
    except OSError as error:
        raise ConfigError(f"[status] metrics_port: can't listen on port {port}: {error.strerror}.") from error

    def end() -> None:
        server.shutdown()
        server.server_close()
        thread.join()

    return end


def _registry(settings: Settings, store: Store, now: Callable[[], datetime]) -> CollectorRegistry:
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Deployment(settings, store, now))
    return registry


class _Deployment(Collector):
    """Reads everything anew each time it is asked."""

    def __init__(self, settings: Settings, store: Store, now: Callable[[], datetime]) -> None:
        self._settings, self._store, self._now = settings, store, now

    def collect(self) -> Iterator[GaugeMetricFamily]:
        now = self._now()
        yield _labelled("watcher_build_info", "The version that runs.", "version", {__version__: 1})
        yield from self._runs(now)
        yield from self._sources()
        yield from self._mail()

    def _runs(self, now: datetime) -> Iterator[GaugeMetricFamily]:
        runs, after = self._store.runs, self._settings.stale_after
        stale, last, newest = runs.stale_since(now, after), runs.last_good(now), runs.newest(1)
        yield _one("watcher_stale", "1 if no good check ran for [status] stale_after.", stale is not None)
        if last:
            what = "When the last good check began, or the last page was visited."
            yield _one("watcher_last_good_check_timestamp_seconds", what, last.timestamp())
        for run in newest:
            yield _one("watcher_last_run_timestamp_seconds", "When the last run began.", run.started_at.timestamp())
            took = run.took.total_seconds() if run.took else None
            if took is not None:
                yield _one("watcher_last_run_duration_seconds", "How long the last run took.", took)
            outcomes = {outcome.value: outcome is run.outcome for outcome in RunOutcome}
            yield _labelled("watcher_last_run_outcome", "1 for how the last run ended.", "outcome", outcomes)
            counts = run.counts
            done = {"visited": counts.visited, "changed": counts.changed, "mailed": counts.mailed}
            yield _labelled("watcher_last_run", "What the last run did.", "what", done)

    def _sources(self) -> Iterator[GaugeMetricFamily]:
        followed = [source for source in self._store.pages.statuses() if source.followed]
        yield _one("watcher_sources_followed", "How many sources are followed.", len(followed))
        visited = {source.id: source.visited_at.timestamp() for source in followed if source.visited_at}
        what = "When each source was last read without a fault."
        yield _labelled("watcher_source_last_success_timestamp_seconds", what, "source", visited)
        faults = Counter(_kind(fault.source_id) for fault in self._store.faults.recorded(open_only=True))
        counts = {kind: faults[kind] for kind in (*_KINDS, "other")}
        yield _labelled("watcher_faults_open", "How many faults are open.", "kind", counts)
        held = self._store.held.count()
        yield _one("watcher_changes_held", "How many changes wait for the operator's decision.", held)

    def _mail(self) -> Iterator[GaugeMetricFamily]:
        outbox = self._store.outbox
        yield _one("watcher_mail_pending", "How many emails wait to be sent.", outbox.pending_count())
        yield _one("watcher_mail_undeliverable", "How many emails were ever given up.", outbox.failed_count())
        yield _one("watcher_mail_blocked", "How many emails wait because servers reject us.", outbox.blocked().total())


def _kind(fault: str) -> str:
    kind = fault.partition(":")[0]
    return kind if kind in _KINDS else "other"


def _one(name: str, what: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, what, value=float(value))


def _labelled(name: str, what: str, label: str, values: Mapping[str, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, what, labels=[label])
    for of, value in values.items():
        family.add_metric([of], float(value))
    return family
