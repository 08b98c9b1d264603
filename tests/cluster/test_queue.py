"""The database ends connections: while a host is visited, while work is deferred, while emails are sent."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from threading import Event
from typing import Any

import pytest

from tests.cluster.conftest import ROWS, Deployment
from tests.cluster.test_worker import news_faults, state
from tests.support.smtp_sink import SmtpSink
from tests.support.until import until
from tests.support.watched_news import SAYS, page
from watcher.commands import hosts
from watcher.crawl.plan import PassSummary
from watcher.settings import Settings
from watcher.store import Store


def cutting(deployment: Deployment, work: Callable[..., Any]) -> Callable[..., Any]:
    """The same work, but before its first call all connections are cut."""
    first = iter([deployment.cut])

    def cut_first(*args: Any, **kwargs: Any) -> Any:
        for cut in first:
            cut()
        return work(*args, **kwargs)

    return cut_first


def test_a_visit_whose_connections_are_cut_is_done_again(deployment: Deployment) -> None:
    machine, asked, go_on = deployment.machine("a"), Event(), Event()
    usual = deployment.sites[0].answers["/news"]

    def slowly(handler: BaseHTTPRequestHandler) -> None:
        asked.set()
        go_on.wait(30)
        usual(handler)

    deployment.sites[0].answers["/news"] = slowly
    deployment.run(machine, "defer")
    with deployment.worker(machine):
        until(asked.is_set, "a visit that is going on")
        deployment.cut("a")
        go_on.set()
        until(lambda: len(deployment.read()) == 4 and not state(deployment).waiting, "the same worker")
    assert news_faults(deployment) == []
    assert state(deployment).failed == 0


def test_defer_defers_everything_though_its_connections_are_cut(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("watcher.cluster.queue.due_visits", cutting(deployment, hosts.due_visits))
    assert deployment.run(deployment.machine("a"), "defer").out == "3 hosts will be visited.\n"
    assert state(deployment).waiting == 4


def test_a_quiet_pass_judges_only_after_ofsteds_visit(deployment: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    judged, passes = list[bool](), list[list[bool]]()

    async def judging(settings: Settings, store: Store, *more: Any) -> PassSummary:
        judged.append(store.news.has_unassessed(["news:one", "news:two"]))
        return await hosts.assess_visits(settings, store, *more)

    monkeypatch.setattr("watcher.cluster.queue.assess_visits", judging)
    machine, (path, title, _) = deployment.machine("a"), ROWS[0]
    deployment.sites[0].answers[path] = page(title, datetime.now(UTC).date(), *SAYS)
    for _ in ("first", "quiet"):
        deployment.run(machine, "defer")
        assert deployment.run(machine, "worker", "--until-idle").code == 0
        passes.append(judged.copy())
        judged.clear()
    assert len(deployment.read()) == 4
    assert True in passes[0]
    assert passes[1] == [False]
    assert not deployment.store.news.has_unassessed(["news:one", "news:two"])


@pytest.mark.parametrize("step", ["digest_due", "send_and_forget"])
def test_an_email_whose_round_is_cut_off_is_sent_once(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr(hosts, step, cutting(deployment, getattr(hosts, step)))
    with SmtpSink() as sink:
        machine = deployment.machine("a", "[mail]", f'smtp = "{sink.url}"', 'operator = "operator@example.org"')
        deployment.run(machine, "defer")
        assert deployment.run(machine, "worker", "--until-idle").code == 0
        # Ofsted's list can't be read there
        assert [message.to for message in sink.messages] == ["operator@example.org"]
    assert (state(deployment).waiting, state(deployment).failed) == (0, 0)


def test_a_worker_that_is_told_to_stop_leaves_its_visits_to_others(deployment: Deployment) -> None:
    machine, asked, go_on = deployment.machine("a"), Event(), Event()
    usual = deployment.sites[0].answers["/news"]

    def hanging(handler: BaseHTTPRequestHandler) -> None:
        asked.set()
        go_on.wait(30)

    deployment.sites[0].answers["/news"] = hanging
    deployment.run(machine, "defer")
    with deployment.worker(machine) as worker:
        until(asked.is_set, "a visit that is going on")
        worker.terminate()
        assert worker.wait(30) == 0
    go_on.set()
    deployment.sites[0].answers["/news"] = usual
    assert deployment.run(machine, "worker", "--until-idle").code == 0
    assert len(deployment.read()) == 4
    assert news_faults(deployment) == []
