"""How long each host must be left alone is known to the next crawl, whatever became of the last one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from watcher.model.host_pause import HostPause
from watcher.store import Store
from watcher.store.tables.runs import asked_host

HOST = "www.example.gov.uk"


def move_clock(store: Store, by: timedelta) -> None:
    """What the next one reads if the clock went on, or was set back, since something was saved."""
    with store.writing() as conn:
        said = conn.execute(select(asked_host.c.said_at)).scalar_one()
        conn.execute(update(asked_host).values(said_at=said - by))


def begun(store: Store, delay: float = 2.0) -> HostPause:
    return store.asked_hosts.begin([HOST], delay)[HOST]


def test_a_host_that_was_never_asked_may_be_asked_at_once(store: Store) -> None:
    assert begun(store) == HostPause(0.0, 2.0)


def test_what_is_left_of_the_delay_after_a_visit_is_waited_for(store: Store) -> None:
    begun(store)
    store.asked_hosts.save({HOST: HostPause(1.5, 2.0)}, under_way=False)
    assert 1.0 < begun(store).wait <= 1.5
    store.asked_hosts.save({HOST: HostPause(1.5, 2.0)}, under_way=False)
    move_clock(store, timedelta(seconds=10))
    assert begun(store) == HostPause(0.0, 2.0)


@pytest.mark.parametrize("passed", [timedelta(0), timedelta(days=1), timedelta(days=-1)])
def test_after_a_visit_that_was_cut_off_the_whole_delay_is_waited_for(store: Store, passed: timedelta) -> None:
    begun(store)
    move_clock(store, passed)
    assert begun(store) == HostPause(2.0, 2.0)
    store.asked_hosts.save({HOST: HostPause(10.0, 10.0)}, under_way=True)
    move_clock(store, timedelta(seconds=60))
    assert begun(store) == HostPause(10.0, 10.0)


def test_a_wait_is_never_longer_than_it_was_when_the_clock_is_set_back(store: Store) -> None:
    begun(store)
    store.asked_hosts.save({HOST: HostPause(1.5, 2.0)}, under_way=False)
    move_clock(store, timedelta(days=-1))
    assert begun(store) == HostPause(1.5, 2.0)


def test_the_longer_of_the_known_and_the_configured_delay_counts(store: Store) -> None:
    begun(store)
    store.asked_hosts.save({HOST: HostPause(0.0, 10.0)}, under_way=False)
    assert begun(store).delay == 10.0
    assert begun(store, delay=20.0).delay == 20.0


def test_many_hosts_are_begun_together(store: Store) -> None:
    hosts = [f"www{n}.example.org" for n in range(1_200)]
    store.asked_hosts.begin(hosts, 2.0)
    assert set(store.asked_hosts.begin(hosts, 2.0).values()) == {HostPause(2.0, 2.0)}


def test_hosts_that_were_not_asked_for_a_week_are_forgotten(store: Store) -> None:
    begun(store)
    move_clock(store, timedelta(days=8))
    store.asked_hosts.begin(["another.example"], 2.0)
    store.upkeep.tidy(datetime.now(UTC))
    with store.reading() as conn:
        assert conn.execute(select(asked_host.c.host)).scalars().all() == ["another.example"]
