"""The folder in which mails lie where there is no mail server."""

from __future__ import annotations

from pathlib import Path

from tests.support.builders import NOW, a_delivery
from tests.support.outgoing import MakeWaiting
from watcher.mail.deliver import deliver, transport_of
from watcher.mail.transport import FolderTransport


def test_without_a_server_mails_lie_in_a_folder_under_their_message_id(tmp_path: Path, waiting: MakeWaiting) -> None:
    store = waiting(2)
    with transport_of("", lambda _: "b@watcher.example", None, tmp_path / "outbox") as transport:
        assert deliver(store.outbox, transport, NOW).sent == 2
        transport.send(store.mails[0])
    files = sorted((tmp_path / "outbox").iterdir())
    assert len(files) == 2
    assert all(path.suffix == ".eml" for path in files)
    assert {path.read_bytes() for path in files} == {mail.content for mail in store.mails}


def test_a_hostile_message_id_cannot_leave_the_folder(tmp_path: Path) -> None:
    FolderTransport(tmp_path / "outbox").send(a_delivery(message_id="<../../evil>"))
    assert [path.parent for path in tmp_path.rglob("*.eml")] == [tmp_path / "outbox"]


def test_a_folder_that_cannot_be_written_leaves_everything_pending(tmp_path: Path, waiting: MakeWaiting) -> None:
    (tmp_path / "outbox").write_text("a file where the folder should be")
    store = waiting(2)
    result = deliver(store.outbox, FolderTransport(tmp_path / "outbox"), NOW)
    assert result.trouble is not None and not store.sent
