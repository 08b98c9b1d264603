"""What lies in `deploy/` says what works: units that systemd accepts, an image and services whose commands run."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.postgres import postgres_url, server
from tests.support.program import PROGRAM, started, watcher

__all__ = ["postgres_url", "server"]

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
# Systemd's own measure: below 2 it says OK. The program needs the network, which costs the rest.
EXPOSURE = 2.0


def run(*command: str, cwd: Path) -> str:
    """What a command prints; it must end well."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


# --- systemd and logrotate ------------------------------------------------------------------------


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units, for this program instead of the one in /opt."""
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace("/opt/watcher/bin/watcher", PROGRAM)
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.units
def test_systemd_accepts_the_units(units: Path) -> None:
    assert run("systemd-analyze", "verify", *(f"./{unit.name}" for unit in UNITS), cwd=units) == ""


@pytest.mark.units
@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.name)
def test_a_service_may_do_little(units: Path, service: Path) -> None:
    said = run("systemd-analyze", "security", "--offline=true", f"./{service.name}", cwd=units)
    exposure = re.search(r"Overall exposure level for \S+: ([\d.]+)", said)
    assert exposure and float(exposure.group(1)) < EXPOSURE


@pytest.mark.units
def test_logrotate_accepts_its_file(tmp_path: Path) -> None:
    config = tmp_path / "watcher"
    # it takes no file that others may write to, and the user of the service need not be here
    config.write_text((DEPLOY / "logrotate" / "watcher").read_text(encoding="utf-8").replace("su watcher watcher", ""))
    config.chmod(0o644)
    assert "error" not in run(shutil.which("logrotate") or "/usr/sbin/logrotate", "--debug", str(config), cwd=tmp_path)


def test_both_services_are_hardened_alike_and_the_timer_has_the_hours_of_the_crontab() -> None:
    hardening = set()
    for unit in SERVICES:
        text = unit.read_text(encoding="utf-8")
        hardening.add(text.partition("# What the program may do")[2].partition("\n[Install]")[0].strip())
    assert len(hardening) == 1
    timer = (DEPLOY / "systemd" / "watcher-run.timer").read_text(encoding="utf-8")
    assert "Mon..Fri 07..19:05:00 Europe/London" in timer
    assert "5 7-19 * * 1-5" in (ROOT / "README.md").read_text(encoding="utf-8")


# --- the image and the services -------------------------------------------------------------------


def instruction(name: str) -> str:
    """The last instruction of this name in the Dockerfile."""
    return str(re.findall(rf"^{name} (.*)$", DOCKERFILE, re.MULTILINE)[-1])


@pytest.fixture(scope="module")
def words() -> list[str]:
    """The words with which a container starts, without the name of the program."""
    entry, command = json.loads(instruction("ENTRYPOINT")), json.loads(instruction("CMD"))
    assert entry == ["watcher"] and COMPOSE["services"]["watcher"]["command"] == command
    return [*command]


def test_the_image_has_a_python_that_is_tested_and_the_port_of_the_settings() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {one.rpartition(" ")[2] for one in project["classifiers"]}
    assert set(re.findall(r"FROM python:(3\.\d+)-", DOCKERFILE)) <= declared
    assert instruction("EXPOSE") == "8000"
    assert COMPOSE["services"]["watcher"]["ports"] == ["127.0.0.1:8000:8000"]
    assert instruction("USER") == "watcher"


def test_the_services_run_on_postgresql_and_stop_when_told_to(
    tmp_path: Path, request: pytest.FixtureRequest, words: list[str]
) -> None:
    service = COMPOSE["services"]["watcher"]
    url = service["environment"]["WATCHER_STORE__URL"]
    assert re.fullmatch(r"postgresql://watcher:\$\{DATABASE_PASSWORD:\?[^}]+\}@database/watcher", url)
    environment = {"WATCHER_STORE__URL": request.getfixturevalue("postgres_url"), "WATCHER_MAIL_PASSWORD": ""}
    environment |= dict(re.findall(r"(WATCHER_\w+)=(\S+)", instruction("ENV")))
    assert watcher(tmp_path, "init", ".", **environment).code == 0
    process = started(tmp_path, *words, **environment)
    try:
        assert process.stderr and any("Serving" in line for line in process.stderr)
        check = json.loads(instruction("HEALTHCHECK").partition("CMD ")[2])
        assert check[0] == "watcher"
        assert watcher(tmp_path, *check[1:], **environment).code == 0
    finally:
        process.send_signal(getattr(signal, instruction("STOPSIGNAL")))
        _, said = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert not (tmp_path / "state" / "watcher.db").exists()


def test_every_volume_and_service_that_is_named_is_there() -> None:
    services = COMPOSE["services"]
    assert set(services["watcher"]["depends_on"]) <= set(services)
    mounted = {mount.partition(":")[0] for one in services.values() for mount in one["volumes"]}
    assert mounted == set(COMPOSE["volumes"])
    build = services["watcher"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).is_file()


@pytest.mark.installing
def test_the_steps_of_the_image_install_the_program(tmp_path: Path) -> None:
    """Each step of the first stage, plainly: in a copy of the checkout, into a folder instead of /opt."""
    source, target = tmp_path / "src", tmp_path / "opt"
    _, first_stage, _ = re.split(r"^FROM ", DOCKERFILE, flags=re.MULTILINE)
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, tracked.split("\0")):
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, source / name)
    for step in re.findall(r"^RUN (.*)$", first_stage, re.MULTILINE):
        first, *rest = step.replace("/opt/watcher", str(target)).split()
        run(sys.executable if first == "python" else first, *rest, cwd=source)
    assert run(str(target / "bin" / "watcher"), "--version", cwd=tmp_path).startswith("watcher ")
    run(str(target / "bin" / "python"), "-c", "import psycopg, starlette, uvicorn", cwd=tmp_path)
