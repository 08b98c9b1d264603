"""The migrations build what the tables say, and can be undone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, select, text

from watcher.model.errors import StoreError
from watcher.store import Store
from watcher.store.engine import database_url, open_engine
from watcher.store.migrate import alone, migrate, migrations
from watcher.store.shape import has_newest_shape, newest_shape
from watcher.store.tables.core import delivery_content, metadata, subscription


@pytest.fixture
def engine(blank_url: str) -> Iterator[Engine]:
    opened = open_engine(database_url(blank_url))
    yield opened
    opened.dispose()


# What an engine keeps for its own index of words: no table of ours, and no index that both engines have.
OF_WORDS = "report_text_words"


def tables(engine: Engine) -> set[str]:
    found = set(inspect(engine).get_table_names()) - {"alembic_version"}
    return {name for name in found if not name.startswith(OF_WORDS)}


def is_of_both(_: object, name: str | None, *others: object) -> bool:
    return name is None or OF_WORDS not in name


def test_the_migrations_build_the_tables_that_the_code_expects(engine: Engine) -> None:
    migrate(engine)
    with engine.connect() as conn:
        context = MigrationContext.configure(conn, opts={"compare_server_default": True, "include_object": is_of_both})
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


def test_the_newest_shape_is_told_by_the_names_of_the_migrations_as_their_library_tells_it(engine: Engine) -> None:
    assert not has_newest_shape(engine)
    with alone(engine) as conn:
        assert ScriptDirectory.from_config(migrations(conn)).get_heads() == [newest_shape()]
        command.upgrade(migrations(conn), "0005")
    assert not has_newest_shape(engine)
    migrate(engine)
    assert has_newest_shape(engine)


def test_mails_keep_their_bytes_when_these_move_and_those_that_were_forgotten_stay_so(engine: Engine) -> None:
    with alone(engine) as conn:
        command.upgrade(migrations(conn), "0004")
        for number, content in ((1, "x"), (2, "")):
            conn.execute(text(A_MAIL_OF_0004), {"id": number, "content": content.encode()})
    migrate(engine)
    with engine.connect() as conn:
        assert [tuple(row) for row in conn.execute(select(delivery_content))] == [(1, b"x")]
    with alone(engine) as conn:
        command.downgrade(migrations(conn), "0004")
        left = conn.execute(text("SELECT length(content) FROM delivery ORDER BY id")).scalars()
        assert list(left) == [1, 0]


def test_one_open_fault_and_one_active_subscription_are_partial_indexes_on_both_engines(engine: Engine) -> None:
    migrate(engine)
    for table, name in (("fault", "uq_fault_open"), ("subscription", "uq_subscription_active")):
        [index] = [one for one in inspect(engine).get_indexes(table) if one["name"] == name]
        assert index["unique"]
        assert index["dialect_options"][f"{engine.dialect.name}_where"] is not None


def test_a_database_of_a_newer_version_is_refused_and_left_alone(blank_url: str, engine: Engine) -> None:
    migrate(engine)
    with engine.begin() as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match=r"written by a newer version.*9999.*Upgrade watcher"):
        Store.open(blank_url)
    assert tables(engine) == set(metadata.tables)


def test_a_database_of_another_program_is_refused_and_left_alone(blank_url: str, engine: Engine) -> None:
    with engine.begin() as conn:
        conn.execute(text("CREATE TABLE source (id INTEGER)"))
    with pytest.raises(StoreError, match="already exists"):
        Store.open(blank_url)
    assert tables(engine) == {"source"}


def test_what_was_recorded_before_readers_could_choose_is_kept_with_the_usual_choice(engine: Engine) -> None:
    with alone(engine) as conn:
        command.upgrade(migrations(conn), "0003")
    with engine.begin() as conn:
        for statement in OF_0003:
            conn.execute(text(statement))
    migrate(engine)
    with engine.connect() as conn:
        wish = conn.execute(select(subscription)).one()
        assert (wish.inspections_since, wish.visits_since, wish.send_since) == (wish.created_at,) * 3
        assert wish.coverage_since is None
        assert conn.execute(text("SELECT event FROM change")).scalar_one() == "send"
        assert conn.execute(text("SELECT part FROM delivery")).scalar_one() == 0
        assert conn.execute(text("SELECT delivery_id FROM receipt")).scalar_one() == 1
    with alone(engine) as conn:
        command.downgrade(migrations(conn), "0003")
        assert conn.execute(text("SELECT count(*) FROM receipt")).scalar_one() == 1


A_MAIL_OF_0004 = (
    "INSERT INTO delivery (id, message_id, address, subject, content, status, attempts, created_at, next_attempt_at) "
    "VALUES (:id, CAST(:id AS TEXT), 'a@example.org', 'News', :content, 'sent', 1, '2025-03-03', '2025-03-03')"
)
# One thing of each kind that refers to another, as the third shape holds it.
MOMENT = "'2025-03-03 09:00:00'"
OF_0003 = (
    "INSERT INTO source (id, name, url, spider, coverage, at_least, topics, followed, followed_since) "
    f"VALUES ('ofsted:44/1', 'Vale', 'https://x', 'ofsted', 'complete', 1, '[]', true, {MOMENT})",
    "INSERT INTO change (id, recorded_at, source_id, key, kind, held, document) "
    f"""VALUES ('c1', {MOMENT}, 'ofsted:44/1', 'k', 'new', false, '{{"event": {{"kind": "send"}}}}')""",
    "INSERT INTO change_topic (topic, change_id) VALUES ('all', 'c1')",
    f"INSERT INTO subscriber (id, address, created_at) VALUES (1, 'a@example.org', {MOMENT})",
    "INSERT INTO subscription (id, subscriber_id, topic, frequency, created_at) "
    f"VALUES (1, 1, 'all', 'daily', {MOMENT})",
    f"INSERT INTO digest_run (id, frequency, ends_at) VALUES (1, 'daily', {MOMENT})",
    "INSERT INTO delivery (id, run_id, subscriber_id, message_id, address, subject, content, status, attempts, "
    f"created_at, next_attempt_at) VALUES (1, 1, 1, '<m>', 'a@example.org', 'News', 'x', 'sent', 1, {MOMENT}, "
    f"{MOMENT})",
    "INSERT INTO receipt (subscription_id, change_id, delivery_id) VALUES (1, 'c1', 1)",
)
