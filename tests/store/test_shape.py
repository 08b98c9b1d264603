"""Every shape that a database was given while migrations were still being changed is brought to the present one."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Engine, inspect, select, text

from tests.store.test_migrate import A_MAIL_OF_0004, MOMENT
from watcher.model.errors import StoreError
from watcher.store import Store
from watcher.store.engine import database_url, open_engine
from watcher.store.migrate import alone, migrations
from watcher.store.tables.core import delivery_content, metadata
from watcher.store.tables.news import news_story

NEWS, OUTGOING = "0002_news.py", "0005_outgoing.py"
STUMBLES = (
    NEWS,
    '        sa.Column("damaged", sa.Boolean()),\n        sa.Column("stumble", sa.Text()),\n',
    "",
)
JOINED = (
    NEWS,
    'sa.Column("story", sa.Text(), nullable=False), joined)',
    'sa.Column("story", sa.Text(), nullable=False))',
)
LEFT = (OUTGOING, "'complaint', 'left')", "'complaint')")
CONTENT = (OUTGOING, "    _move_content()\n\n\n", "\n\n")
# What the migrations did not do yet at each time at which a database could be built with them.
SHAPES = {
    "when the sixth landed": (STUMBLES, JOINED, LEFT, CONTENT),
    "with the moment of joining a story": (STUMBLES, LEFT, CONTENT),
    "with the bytes of mails apart": (STUMBLES, LEFT),
    "with what could not be settled": (LEFT,),
    "with readers who leave by mail": (),
}
ITEM = (
    "INSERT INTO source (id, name, url, spider, coverage, at_least, topics, followed, followed_since) "
    f"VALUES ('news:vale', 'Vale', 'https://x', 'news', 'rolling', 1, '[]', true, {MOMENT})",
    "INSERT INTO news_item (source_id, url, title, first_seen, baseline, relevant, own) "
    f"VALUES ('news:vale', 'https://x/1', 'News', {MOMENT}, false, true, false)",
)


@pytest.fixture
def engine(blank_url: str) -> Iterator[Engine]:
    opened = open_engine(database_url(blank_url))
    yield opened
    opened.dispose()


def build(engine: Engine, folder: Path, changes: tuple[tuple[str, str, str], ...]) -> None:
    """Build the database as the migrations built it before these changes."""
    shutil.copytree(str(files("watcher.state") / "migrations"), folder)
    for name, now, before in changes:
        path = folder / "versions" / name
        written = path.read_text(encoding="utf-8")
        assert now in written
        path.write_text(written.replace(now, before), encoding="utf-8")
    with alone(engine) as conn:
        config = migrations(conn)
        config.set_main_option("script_location", str(folder))
        command.upgrade(config, "0006")
        fill(conn, changes)


def fill(conn: object, changes: tuple[tuple[str, str, str], ...]) -> None:
    """A mail with its text, and an item that belongs to a story."""
    execute = conn.execute  # type: ignore[attr-defined]
    for statement in ITEM:
        execute(text(statement))
    moment = ("", "") if JOINED in changes else (", joined_at", f", {MOMENT}")
    execute(
        text(
            f"INSERT INTO news_story (story, source_id, url{moment[0]}) "
            f"VALUES ('1@2025-03-03', 'news:vale', 'https://x/1'{moment[1]})"
        )
    )
    if CONTENT in changes:
        execute(text(A_MAIL_OF_0004), {"id": 1, "content": b"x"})
    else:
        execute(text(A_MAIL_OF_0004.replace(":content, ", "").replace("content, ", "")), {"id": 1})
        execute(text("INSERT INTO delivery_content (delivery_id, content) VALUES (1, :content)"), {"content": b"x"})


@pytest.mark.parametrize("changes", SHAPES.values(), ids=SHAPES)
def test_a_database_of_every_shape_is_brought_to_the_present_one_with_what_it_holds(
    engine: Engine, blank_url: str, tmp_path: Path, changes: tuple[tuple[str, str, str], ...]
) -> None:
    build(engine, tmp_path / "migrations", changes)
    with Store.open(blank_url) as store:
        assert store.outbox.pending_count() == 0
        with store.reading() as conn:
            assert [tuple(row) for row in conn.execute(select(delivery_content))] == [(1, b"x")]
            [joined] = conn.execute(select(news_story.c.joined_at)).scalars()
            assert joined is not None
    shape = inspect(engine)
    for name, table in metadata.tables.items():
        nullable = {column["name"]: column["nullable"] for column in shape.get_columns(name)}
        assert nullable == {column.name: column.nullable for column in table.columns}, name
    [check] = shape.get_check_constraints("bounce")
    assert "'left'" in str(check["sqltext"])


def test_tables_of_another_shape_are_named_when_the_store_is_opened(engine: Engine, blank_url: str) -> None:
    Store.open(blank_url).close()
    with engine.begin() as conn:
        conn.execute(text("ALTER TABLE news_item DROP COLUMN same_as"))
        conn.execute(text("ALTER TABLE source ADD COLUMN colour TEXT"))
    with pytest.raises(StoreError, match=r"no news_item\.same_as, source\.colour too many.*restore it from a backup"):
        Store.open(blank_url)
