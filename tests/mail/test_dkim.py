"""Signed mails are what a mailbox provider would accept, with both headers for unsubscribing covered."""

from __future__ import annotations

import builtins
from base64 import b64encode
from pathlib import Path
from typing import Any

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from tests.support.builders import NOW
from watcher.mail.dkim import signer_of
from watcher.mail.message import digest_message
from watcher.mail.parts import LEAVE_PLACEHOLDER
from watcher.mail.render import Rendered
from watcher.mail.sender import Sender
from watcher.model.errors import ConfigError

MAIL = Rendered("Marlow Vale: Good", f"Grüße\n{LEAVE_PLACEHOLDER}", f'<a href="{LEAVE_PLACEHOLDER}">Unsubscribe</a>')
PAGE = "https://firm.example/u/TOKEN"


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture
def key_file(key: rsa.RSAPrivateKey, tmp_path: Path) -> Path:
    path = tmp_path / "dkim.pem"
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()))
    return path


def record(key: rsa.RSAPrivateKey) -> bytes:
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return b"v=DKIM1; k=rsa; p=" + b64encode(public)


def verified(content: bytes, key: rsa.RSAPrivateKey) -> bool:
    def dns(name: bytes, timeout: float = 5) -> bytes | None:
        return record(key) if name == b"mail._domainkey.firm.example." else None

    return bool(dkim.verify(content, dnsfunc=dns))


def signed(key_file: Path) -> bytes:
    sender = Sender("alerts@firm.example", sign=signer_of("mail", key_file, "alerts@firm.example"))
    return digest_message(MAIL, "reader@example.org", sender, "<a@firm.example>", NOW, PAGE)


def test_a_signed_mail_is_verified_by_its_domain_s_key(key: rsa.RSAPrivateKey, key_file: Path) -> None:
    content = signed(key_file)
    assert verified(content, key)
    assert content.startswith(b"DKIM-Signature:")


@pytest.mark.parametrize(
    ("written", "forged"),
    [
        (b"<https://firm.example/u/TOKEN>", b"<https://evil.example/u/TOKEN>"),
        (b"List-Unsubscribe=One-Click", b"List-Unsubscribe=Two-Clicks"),
        (b"To: reader@example.org", b"To: other@example.org"),
        (b"Gr=C3=BC", b"Gr=C3=BD"),
        (b"MIME-Version", b"From: evil@example.org\r\nMIME-Version"),
    ],
)
def test_what_was_signed_cannot_be_changed(
    written: bytes, forged: bytes, key: rsa.RSAPrivateKey, key_file: Path
) -> None:
    content = signed(key_file)
    assert content.count(written) >= 1
    assert not verified(content.replace(written, forged), key)


def test_the_headers_for_unsubscribing_are_in_the_list_of_what_is_signed(key_file: Path) -> None:
    signature = signed(key_file).partition(b"\r\nFrom:")[0].replace(b"\r\n", b"").replace(b" ", b"").lower()
    listed = signature.partition(b";h=")[2].partition(b";")[0].split(b":")
    assert {b"list-unsubscribe", b"list-unsubscribe-post"} <= {*listed}
    assert listed.count(b"from") == 2


def test_a_key_that_cannot_be_used_is_refused_before_any_mail(tmp_path: Path, key_file: Path) -> None:
    (tmp_path / "broken.pem").write_text("not a key")
    with pytest.raises(ConfigError, match="can't read"):
        signer_of("mail", tmp_path / "missing.pem", "a@firm.example")
    with pytest.raises(ConfigError, match="is not a usable private key"):
        signer_of("mail", tmp_path / "broken.pem", "a@firm.example")
    with pytest.raises(ConfigError, match="dkim_selector"):
        signer_of("", key_file, "a@firm.example")


def test_without_the_libraries_it_says_how_to_get_them(key_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **options: Any) -> Any:
        if name == "dkim":
            raise ImportError(name)
        return real(name, *args, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(ConfigError, match=r"pip install '\.\[dkim\]'"):
        signer_of("mail", key_file, "a@firm.example")
