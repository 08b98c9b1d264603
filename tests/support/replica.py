"""The stand-in for Ofsted's site with the real reports, started in this process on a free port."""

from __future__ import annotations

import importlib.util
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any


class Replica:
    """A running replica. `site` is its own object: `as_of`, `faults`, `noise`, `etags` and `log` may be set."""

    def __init__(self, server: Any) -> None:
        self.site = server.site
        self.base_url = f"http://127.0.0.1:{server.server_port}"

    def break_next(self, kind: str, path: str = "/provider/", times: int | None = None) -> None:
        """Let the next requests below a path fail in a way; all of them when `times` is not given."""
        self.site.faults.append({"path": path, "kind": kind} | ({"times": times} if times else {}))

    def mend(self) -> None:
        self.site.faults.clear()

    def asked(self) -> list[str]:
        """The paths requested since the last call, without query."""
        paths = [entry["path"].partition("?")[0] for entry in self.site.log]
        self.site.log.clear()
        return paths


@contextmanager
def replica(shared: Path, as_of: date, index: Path | None = None) -> Iterator[Replica]:
    """Serve the reports of an index, by default all of them, as they stood on a date."""
    server = _module(shared).make_server(index or shared / "reports" / "index.csv", as_of)
    # or each answer would wait for the acknowledgement of its own header
    server.RequestHandlerClass.disable_nagle_algorithm = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Replica(server)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _module(shared: Path) -> ModuleType:
    path = shared / "replica" / "ofsted_replica.py"
    spec = importlib.util.spec_from_file_location("ofsted_replica", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module
