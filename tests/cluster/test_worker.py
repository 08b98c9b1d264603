"""Several machines at one state: every page is recorded once, whatever happens to a worker."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from threading import Event
from time import sleep

import pytest
from sqlalchemy import text

from tests.cluster.conftest import Deployment
from tests.support.until import until
from watcher.cluster.queue import TAKEN_OVER
from watcher.cluster.worker import Deferred
from watcher.commands.serve import Jobs
from watcher.settings import read
from watcher.store.job_queue import SCHEMA, QueueState
from watcher.store.leases import ONE_OF_MANY

# Longer than a command takes to start inside the test's process, so that nothing but a wait can keep it.
DELAY = 1.0
# What time would do to a worker that was killed or paused: its signs of life become old.
SILENCE = (
    text(f"UPDATE {SCHEMA}.procrastinate_workers SET last_heartbeat = now() - interval '1 minute'"),
    text("UPDATE lease SET beat_at = now() - interval '1 minute' WHERE holder <> ''"),
)


def fall_silent(deployment: Deployment) -> None:
    with deployment.store.engine.begin() as conn:
        for statement in SILENCE:
            conn.execute(statement)


def news_faults(deployment: Deployment) -> list[str]:
    faults = deployment.store.faults.recorded(open_only=True)
    return [fault.reason for fault in faults if fault.source_id.startswith("news:")]


def state(deployment: Deployment) -> QueueState:
    found = deployment.store.job_queue.state()
    assert found
    return found


def test_what_is_due_is_deferred_once_and_done_by_any_worker(deployment: Deployment) -> None:
    one, two = deployment.machine("a"), deployment.machine("b")
    assert deployment.run(one, "defer").out == "3 hosts will be visited.\n"
    assert deployment.run(two, "defer").out == "0 hosts will be visited.\n"
    waiting = state(deployment)
    assert (waiting.waiting, waiting.running, waiting.workers) == (4, 0, 0)
    assert waiting.oldest_since and waiting.oldest
    assert "4 jobs waiting" in deployment.run(two, "status").out
    assert deployment.run(two, "worker", "--until-idle").code == 0
    assert deployment.read() == sorted(deployment.addresses(0) + deployment.addresses(1))
    assert (state(deployment).waiting, state(deployment).failed) == (0, 0)
    assert [site.paths().count("/news") for site in deployment.sites] == [1, 1]


def test_a_worker_that_ends_when_idle_ends_no_visit_early(
    deployment: Deployment, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = deployment.sites[0].answers["/news"]

    def slowly(handler: BaseHTTPRequestHandler) -> None:
        sleep(1)
        usual(handler)

    deployment.sites[0].answers["/news"] = slowly
    monkeypatch.setattr("watcher.cluster.worker.STOP_WITHIN", timedelta(seconds=0.1))
    machine = deployment.machine("a")
    deployment.run(machine, "defer")
    assert deployment.run(machine, "worker", "--until-idle").code == 0
    assert len(deployment.read()) == 4 and not state(deployment).waiting
    assert deployment.sites[0].paths().count("/news") == 1


def test_the_built_in_schedule_defers_what_cron_would(deployment: Deployment) -> None:
    settings = read(deployment.machine("a") / "watcher.toml")
    work = Jobs(settings, deployment.store, Deferred(settings, deployment.store))
    asyncio.run(work.visit())
    assert state(deployment).waiting == 4
    asyncio.run(work.mail())
    assert state(deployment).waiting == 4, "a round of mail waits already"


def test_the_jobs_of_a_killed_worker_are_done_by_another_one(deployment: Deployment) -> None:
    machine, asked, hang = deployment.machine("a"), Event(), Event()
    usual = deployment.sites[0].answers["/news"]

    def hanging(handler: BaseHTTPRequestHandler) -> None:
        asked.set()
        hang.wait(30)

    deployment.sites[0].answers["/news"] = hanging
    deployment.run(machine, "defer")
    with deployment.worker(machine) as worker:
        until(asked.is_set, "a visit that is going on")
        worker.kill()
    hang.set()
    deployment.sites[0].answers["/news"] = usual
    fall_silent(deployment)
    rescued = deployment.run(deployment.machine("b"), "defer")
    assert rescued.code == 0, "a twin of the job of the dead worker waits now"
    with deployment.worker(deployment.folder / "b"):
        until(lambda: len(deployment.read()) == 4 and not state(deployment).waiting, "the other worker")
    assert news_faults(deployment) == []


def test_what_readers_or_hosts_wait_for_waits_for_no_free_place(deployment: Deployment) -> None:
    asked, hang = (Event(), Event()), Event()
    usual = deployment.sites[0].answers["/news"]

    def hanging(number: int) -> Callable[[BaseHTTPRequestHandler], None]:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            asked[number].set()
            hang.wait(60)
            usual(handler)

        return answer

    for number, site in enumerate(deployment.sites):
        site.answers["/news"] = hanging(number)
    machine = deployment.machine("a", "jobs_at_once = 1")
    deployment.run(machine, "defer")
    with deployment.worker(machine) as killed:
        until(lambda: any(one.is_set() for one in asked), "the visit of a host that takes the only place")
        until(lambda: (state(deployment).waiting, state(deployment).running) == (1, 1), "Ofsted's visit and the mail")
        killed.kill()
    fall_silent(deployment)
    with deployment.worker(deployment.machine("b", "jobs_at_once = 1")):
        until(
            lambda: all(one.is_set() for one in asked) and state(deployment).running == 2, "the host that waited, too"
        )
        hang.set()
        until(lambda: len(deployment.read()) == 4 and not state(deployment).waiting, "both hosts")
    assert news_faults(deployment) == []


def test_a_paused_worker_that_comes_back_writes_nothing_and_ends(deployment: Deployment) -> None:
    machine, asked, go_on = deployment.machine("a"), Event(), Event()
    usual = deployment.sites[0].answers["/news"]

    def slowly(handler: BaseHTTPRequestHandler) -> None:
        asked.set()
        go_on.wait(30)
        usual(handler)

    deployment.sites[0].answers["/news"] = slowly
    deployment.run(machine, "defer")
    with deployment.worker(machine) as paused:
        until(asked.is_set, "a visit that is going on")
        paused.send_signal(signal.SIGSTOP)
        deployment.sites[0].answers["/news"] = usual
        fall_silent(deployment)
        with deployment.worker(deployment.machine("b")):
            until(lambda: len(deployment.read()) == 4, "the other worker")
        go_on.set()
        paused.send_signal(signal.SIGCONT)
        assert paused.wait(30) == TAKEN_OVER
    assert news_faults(deployment) == []


def test_a_hosts_delay_is_kept_between_two_visits_whichever_worker_makes_them(deployment: Deployment) -> None:
    one, two = deployment.machine("a", delay=DELAY), deployment.machine("b", delay=DELAY)
    for machine in (one, two):
        deployment.run(machine, "defer")
        assert deployment.run(machine, "worker", "--until-idle").code == 0
    assert all(site.paths().count("/robots.txt") >= 2 for site in (*deployment.sites, deployment.ofsted))
    assert all(min(site.gaps()) >= DELAY for site in (*deployment.sites, deployment.ofsted))


def test_a_hosts_delay_is_kept_when_its_visit_is_rescued_on_another_machine(deployment: Deployment) -> None:
    one, two = deployment.machine("a", delay=DELAY), deployment.machine("b", delay=DELAY)
    deployment.run(one, "defer")
    with deployment.worker(one) as worker:
        until(lambda: "/news" in deployment.sites[0].paths(), "a visit that is going on")
        worker.kill()
    fall_silent(deployment)
    deployment.run(two, "worker", "--until-idle")
    assert deployment.read() == sorted(deployment.addresses(0) + deployment.addresses(1))
    assert all(min(site.gaps()) >= DELAY for site in (*deployment.sites, deployment.ofsted))


def test_a_lease_that_gave_no_sign_of_life_is_not_fresh(deployment: Deployment) -> None:
    with deployment.store.leases.hold("visit example.org", ONE_OF_MANY) as lease:
        assert lease and lease.is_fresh()
