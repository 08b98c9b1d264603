from __future__ import annotations

import pytest

from tests.cluster.conftest import KEYS, Deployment


def test_a_machine_with_other_settings_is_refused_until_they_are_adopted(deployment: Deployment) -> None:
    one, other = deployment.machine("a"), deployment.machine("b", "[digest]", 'daily_at = "09:00"')
    assert deployment.run(one, "defer").code == 0
    refused = deployment.run(other, "defer")
    assert refused.code == 2
    assert "differs from the other machines in: digest" in refused.err
    assert deployment.run(other, "defer", "--adopt").code == 0
    assert "digest" in deployment.run(one, "worker", "--until-idle").err


def test_a_machine_with_another_key_is_refused(deployment: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = deployment.machine("a")
    deployment.run(machine, "defer")
    monkeypatch.setenv(KEYS, "x" * 40)
    assert "in: keys" in deployment.run(machine, "worker", "--until-idle").err


def test_one_process_may_not_check_beside_the_workers(deployment: Deployment) -> None:
    machine = deployment.machine("a")
    for command in ("run", "check"):
        assert "watcher defer" in deployment.run(machine, command).err
