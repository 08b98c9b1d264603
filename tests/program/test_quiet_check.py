"""A check that finds every page unchanged starts a process for Ofsted's list alone, and loads only what it uses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.support.inside import inside
from tests.support.program import ENVIRONMENT, configure
from watcher.demo.site import DemoSite

_CHECK = """
import sys
started = []
sys.addaudithook(lambda event, _: started.append(event) if event in ("subprocess.Popen", "os.fork") else None)
from watcher.__main__ import main
sys.argv = ["watcher", "check", "--full"]
try:
    main()
except SystemExit as ended:
    assert not ended.code
unused = "procrastinate psycopg alembic bs4 jinja2 pypdfium2 dateparser watcher.store.news".split()
print("started", started, "loaded", [name for name in unused if name in sys.modules])
"""


def test_a_quiet_check_reads_the_list_in_a_child_and_loads_neither_parsers_nor_migrations(tmp_path: Path) -> None:
    with DemoSite() as site:
        configure(tmp_path, site.base_url)
        assert inside(tmp_path, "check").code == 0
        command = [sys.executable, "-c", _CHECK]
        done = subprocess.run(command, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, check=True)
    assert "(0 unchanged)" not in done.stdout
    assert done.stdout.endswith("started ['subprocess.Popen'] loaded []\n")
