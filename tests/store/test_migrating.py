"""The migrations build what the tables say, and can be undone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from watcher.errors import StoreError
from watcher.store import Store
from watcher.store.engine import database_url, open_engine
from watcher.store.migrating import alone, migrate, migrations
from watcher.store.tables import metadata


@pytest.fixture
def engine(store_url: str) -> Iterator[Engine]:
    opened = open_engine(database_url(store_url))
    yield opened
    opened.dispose()


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def test_the_migrations_build_the_tables_that_the_code_expects(engine: Engine) -> None:
    migrate(engine)
    with engine.connect() as conn:
        context = MigrationContext.configure(conn, opts={"compare_server_default": True})
        assert compare_metadata(context, metadata) == []
        constraints = {
            table: {constraint["name"] for constraint in inspect(conn).get_check_constraints(table)}
            for table in ("delivery", "subscriber", "subscription")
        }
    assert constraints == {
        "delivery": {"ck_delivery_status"},
        "subscriber": {"ck_subscriber_lower_case"},
        "subscription": {"ck_subscription_frequency"},
    }


def test_the_migrations_can_be_undone_and_done_again(engine: Engine) -> None:
    migrate(engine)
    built = tables(engine)
    assert built == set(metadata.tables)
    with alone(engine) as conn:
        command.downgrade(migrations(conn), "base")
    assert tables(engine) == set()
    migrate(engine)
    assert tables(engine) == built


def test_a_migrated_database_is_left_as_it_is(engine: Engine) -> None:
    for _ in range(2):
        migrate(engine)
    assert tables(engine) == set(metadata.tables)


def test_one_open_fault_and_one_active_subscription_are_partial_indexes_on_both_engines(engine: Engine) -> None:
    migrate(engine)
    for table, name in (("fault", "uq_fault_open"), ("subscription", "uq_subscription_active")):
        [index] = [one for one in inspect(engine).get_indexes(table) if one["name"] == name]
        assert index["unique"]
        assert index["dialect_options"][f"{engine.dialect.name}_where"] is not None


def test_a_database_of_a_newer_version_is_refused_and_left_alone(store_url: str, engine: Engine) -> None:
    migrate(engine)
    with engine.begin() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match=r"written by a newer version.*9999.*upgrade watcher"):
        Store.open(store_url)
    assert tables(engine) == set(metadata.tables)


def test_a_database_of_another_program_is_refused_and_left_alone(store_url: str, engine: Engine) -> None:
    with engine.begin() as conn:
        conn.execute(text("CREATE TABLE source (id INTEGER)"))
    with pytest.raises(StoreError, match="already exists"):
        Store.open(store_url)
    assert tables(engine) == {"source"}
