"""The text of awkward bodies: every paragraph of the story once, and nothing of the site's or its readers'.

The cases are in `bodies.txt`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.article_pages import TITLE, framed
from watcher.news.articles.read import read_article

STORY = {
    "A": "Children’s services in Marlow Vale have been rated good by Ofsted, four years after a poor report.",
    "B": "Inspectors spent a week in the city in April and met children, parents, carers and social workers.",
    "C": "Cllr Ida Penrose, lead member for children, said: “I am proud of all who worked for this.”",
}
CASES = [
    case.splitlines() for case in (Path(__file__).parent / "bodies.txt").read_text(encoding="utf-8").split("\n## ")[1:]
]


@pytest.mark.parametrize("lines", [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_text_is_all_of_the_story_and_nothing_of_the_site(lines: list[str]) -> None:
    markup = lines[0].replace("¶", "\n")
    for name, words in STORY.items():
        markup = markup.replace(f"{{{name}}}", f"<p>{words}</p>").replace(f"{{{name}!}}", words)
    text = read_article(framed(f"<article><h1>{TITLE}</h1>{markup}</article>").encode(), "https://paper.example/1").text
    assert [text.count(words) for words in STORY.values()] == [1, 1, 1]
    for line in filter(None, lines[1:]):
        assert (line[2:] in text) is (line[0] == "+"), line
