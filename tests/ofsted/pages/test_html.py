"""Selectors that promise a count, and what a page must be before anything is selected."""

from __future__ import annotations

import subprocess
import sys

import pytest

from watcher.model.errors import UnreadableError
from watcher.ofsted.pages.html import attribute, document, maybe, one, some, split_address, text

END = "</body></html>"


def page(inner: str) -> bytes:
    return f"<html><head><title>Eastmere</title></head><body>{inner}{END}".encode()


def read(inner: str) -> str:
    return text(one(document(page(inner)), "p", "paragraph"))


def test_a_promise_is_kept_or_broken_in_plain_words() -> None:
    tree = document(page('<p class="x">a</p><p class="x">b</p>'))
    assert [text(tag) for tag in some(tree, "p.x", "paragraph")] == ["a", "b"]
    assert maybe(tree, "h1", "heading") is None
    with pytest.raises(UnreadableError, match=r"^the page has no heading$"):
        one(tree, "h1.a > b", "heading")
    with pytest.raises(UnreadableError, match=r"^the page has only 2 paragraphs$"):
        some(tree, "p.x", "paragraphs", at_least=3)
    with pytest.raises(UnreadableError, match="the page has 2 of these: paragraph; expected at most 1"):
        maybe(tree, "p.x", "paragraph")


@pytest.mark.parametrize(
    "inner",
    [
        "<p>Eastmere’s report</p>",
        "<p>East<!-- x -->mere’s <!-- Published --> report</p>",
        "<P>East&shy;mere&rsquo;s\n\treport</P>",
        "<p>Eastmere&#8217;s&nbsp;<b>report</b><script>var p = '<p>'</script><style>p {}</style></p>",
    ],
)
def test_the_text_is_what_a_reader_sees(inner: str) -> None:
    assert read(inner) == "Eastmere’s report"


def test_bytes_are_text_in_the_declared_encoding_whatever_the_page_says_of_itself() -> None:
    body = b'<html><head><meta charset="windows-1252"></head>' + page("<p>Ynys Môn</p>")
    assert text(one(document(body), "p", "paragraph")) == "Ynys Môn"
    assert text(one(document(page("<p>Ynys Môn</p>").decode().encode("latin-1"), "latin-1"), "p", "p")) == "Ynys Môn"


def test_a_byte_order_mark_is_no_text() -> None:
    assert text(*document(b"\xef\xbb\xbf" + page("")).select("title")) == "Eastmere"


def test_text_that_does_not_decode_is_refused_only_where_it_is_read() -> None:
    tree = document(page("<p>Children’s</p><i>Eastmere</i>").replace("’".encode(), b"\x92"))
    assert text(one(tree, "i", "name")) == "Eastmere"
    with pytest.raises(UnreadableError, match="damaged or in another encoding"):
        text(one(tree, "p", "paragraph"))


@pytest.mark.parametrize(
    ("body", "encoding", "why"),
    [
        (page(""), "no-such-thing", "unknown encoding"),
        (page("<div>" * 300), "utf-8", "more than 256 deep"),
        (page("<div>" * 100_000), "utf-8", "more than 256 deep"),
        (page("x" * 2_000_000), "utf-8", "too large"),
    ],
)
def test_a_page_beyond_all_bounds_is_refused(body: bytes, encoding: str, why: str) -> None:
    with pytest.raises(UnreadableError, match=why):
        document(body, encoding)


def test_an_attribute_has_no_space_around_it_and_may_be_missing() -> None:
    link = one(document(page('<a class=" x  y " href="\n/a\n">a</a>')), "a", "link")
    assert (attribute(link, "href"), attribute(link, "class"), attribute(link, "id")) == ("/a", "x y", "")


def test_what_is_no_address_is_refused() -> None:
    assert split_address("/a", "https://x.example/b").netloc == "x.example"
    with pytest.raises(UnreadableError, match="not a web address"):
        split_address("http://[x")


def test_an_unchanged_page_is_recognised_without_the_parser() -> None:
    recognise = (
        "import sys; from watcher.crawl.unchanged import unchanged; "
        "from watcher.ofsted.pages.provider import region; import watcher.ofsted.pages.search; "
        "region(b'<main></main>'); print('bs4' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", recognise], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
