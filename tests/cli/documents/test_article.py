from __future__ import annotations

from datetime import date

from watcher.cli.documents.article import article_document
from watcher.model.news import Article, DateBasis, Quotation

ARTICLE = Article(
    "https://news.example/1",
    "A title",
    date(2024, 5, 3),
    DateBasis.LABEL,
    "One.\nTwo.",
    ("https://reports.ofsted.gov.uk/provider/44/1",),
    (Quotation("One.", "Cllr Ann Lee", "lead member"), Quotation("Two.")),
)


def test_a_document_has_the_promised_keys_and_null_for_what_is_not_known() -> None:
    assert article_document("saved/1.html", ARTICLE) == {
        "file": "saved/1.html",
        "title": "A title",
        "published": "2024-05-03",
        "published_basis": "label",
        "text": "One.\nTwo.",
        "links": ["https://reports.ofsted.gov.uk/provider/44/1"],
        "quotations": [
            {"text": "One.", "speaker": "Cllr Ann Lee", "role": "lead member"},
            {"text": "Two.", "speaker": None, "role": None},
        ],
    }


def test_a_date_that_is_not_known_is_null_and_unknown() -> None:
    undated = Article("", "A title", None, DateBasis.UNKNOWN, "One.")
    document = article_document("1.html", undated)
    assert (document["published"], document["published_basis"]) == (None, "unknown")


def test_a_page_from_the_web_is_named_by_its_address() -> None:
    assert article_document("HTTPS://news.example/1", ARTICLE)["url"] == "HTTPS://news.example/1"
    assert article_document("http://news.example/2", "gone") == {"url": "http://news.example/2", "error": "gone"}
    assert article_document("http.html", "gone") == {"file": "http.html", "error": "gone"}
