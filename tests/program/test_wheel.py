"""What a user installs: every module, template and migration is in the wheel, and no local state."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

# The installed copy, found before the checkout.
PROGRAM = """
import sys
sys.path.insert(0, sys.argv.pop(1))
from watcher.cli.main import main
main()
"""
ROOT = Path(__file__).resolve().parents[2]
SHIPPED = {
    "src/watcher": "watcher",
    "spiders": "watcher/spiders",
    "templates": "watcher/templates",
    "state": "watcher/state",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sdist of the tracked files and the wheel made from it, as a release is built."""
    folder = tmp_path_factory.mktemp("built")
    source = folder / "source"
    source.mkdir()
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in filter(None, tracked.decode().split("\0")):
        if (ROOT / name).is_file():
            copy = source / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes((ROOT / name).read_bytes())
    (source / "state" / "watcher.db").write_bytes(b"local")
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(source)]
    subprocess.run(build, check=True, capture_output=True, text=True)
    return folder


def expected() -> set[str]:
    names = set()
    for folder, package in SHIPPED.items():
        tracked = subprocess.run(["git", "ls-files", "-z", folder], cwd=ROOT, capture_output=True, check=True).stdout
        names |= {package + name.removeprefix(folder) for name in tracked.decode().split("\0") if name}
    return {name for name in names if Path(name).name != ".gitignore"}


def test_the_wheel_holds_every_tracked_file_of_the_product_and_nothing_else(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == expected()


def test_the_sdist_holds_no_local_state(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        assert not [name for name in archive.getnames() if name.endswith(".db")]


def test_the_wheel_runs_on_its_own(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    target = tmp_path / "installed"
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(target), str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    run = [sys.executable, "-I", "-c", PROGRAM, str(target)]
    subprocess.run([*run, "init", "here"], cwd=tmp_path, check=True, capture_output=True)
    status = subprocess.run(
        [*run, "status", "--config", "here/watcher.toml"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert status.returncode == 0, status.stderr
    assert "0 sources followed" in status.stdout
