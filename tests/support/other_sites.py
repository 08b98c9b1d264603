"""The sites of tests/pages/other-sites.toml as pages, and what is true of them. All texts are invented."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from pathlib import Path

TODAY = date(2026, 12, 1)
_TABLE = tomllib.loads((Path(__file__).parents[1] / "pages" / "other-sites.toml").read_text(encoding="utf-8"))
NAMES = tuple(_TABLE)


@dataclass(frozen=True)
class Item:
    """One piece of news; `text` are its paragraphs without the headline."""

    number: int
    title: str
    day: date
    text: tuple[str, ...]

    @property
    def slug(self) -> str:
        return self.title.lower().replace(" ", "-")

    def on(self, form: str) -> str:
        """Its day in a form of `strftime`, in which `%e` is the day of the month without a zero."""
        return self.day.strftime(form.replace("%e", str(self.day.day)))


@dataclass(frozen=True)
class OtherSite:
    """A site: its pages by path, the path of each item, and whether its list and its articles say the day."""

    list_path: str
    pages: Mapping[str, str]
    paths: Mapping[Item, str]
    listed: bool
    printed: bool


_TELLING = {
    "Inspectors praise help for children and families": (
        date(2026, 11, 27),
        "Children in Westmere get the right help at the right time, Ofsted has found in a report published today.",
        "Inspectors spent two weeks with social workers, foster carers and young people in October.",
        "Cllr Rhona Ashby, cabinet member for children, said: “Every family that trusted us made this possible.”",
        "The report names two points to improve, and a plan for both will go to cabinet in January.",
    ),
    "New footbridge over the Leam opens to walkers": (
        date(2026, 11, 25),
        "A footbridge that links Mill Lane with the station has opened after nine months of work.",
        "It replaces a bridge of 1931 that was closed when its timber was found to be rotten.",
        "“People asked us for a shorter way to the train, and now they have one,” said Cllr Dennis Orme.",
        "Lighting along the path is to follow in the spring.",
    ),
    "Have your say on the budget for next year": (
        date(2026, 11, 20),
        "Residents have until 15 January 2027 to tell the council what it should spend its money on.",
        "The council has to save £11.2 million and has put forward 34 proposals.",
        "Paper copies are in every library, with large print on request.",
        "Cabinet decides on 9 February 2027.",
    ),
    "Leisure centre at Hatch End to close for repairs": (
        date(2026, 11, 16),
        "The pool and the gym at Hatch End will be closed for six weeks from Monday.",
        "Engineers found cracks in a roof beam during a routine check last week.",
        "Members may swim at Ellbridge at no charge until the centre opens again.",
        "Refunds for lessons are made without anybody having to ask.",
    ),
    "Seven schools share a prize for reading aloud": (
        date(2026, 11, 12),
        "Pupils of seven primary schools have won a county prize for reading to each other.",
        "More than 900 children took part, and 60 volunteers came in to listen.",
        "“I read to my dog first,” said Maya, who is nine.",
        "The prize money of £3,500 will be spent on books.",
    ),
    "Gritting lorries are ready for the first frost": (
        date(2026, 11, 9),
        "Twelve lorries and 4,000 tonnes of salt stand ready for the winter.",
        "Crews treat 380 miles of road when the surface is expected to freeze.",
        "Bus routes and the roads to hospitals come first.",
        "A map shows where the lorries are going each night.",
    ),
    "Volunteers plant a thousand trees at Cob Hill": (
        date(2026, 11, 4),
        "Families planted a thousand oaks, hazels and rowans at Cob Hill at the weekend.",
        "The trees came from a nursery run by former offenders.",
        "Two more planting days are arranged for February.",
        "The council aims for 20,000 new trees by 2030.",
    ),
    "Market traders move back to the square": (
        date(2026, 10, 30),
        "Traders have returned to Market Square now that the new paving is in place.",
        "The work took four weeks longer than planned because of a burst main.",
        "Rents stay as they were until April.",
        "The Christmas market opens on 5 December.",
    ),
    "Library in Ellbridge lends tools as well as books": (
        date(2026, 10, 22),
        "Drills, sanders and sewing machines can now be borrowed at Ellbridge library.",
        "Anybody with a library card may take one home for a week.",
        "The idea came from a repair café that meets there on Saturdays.",
        "Thirty items were given by residents.",
    ),
    "Council tenants asked about damp and mould": (
        date(2026, 10, 14),
        "Every tenant of the council will get a letter about damp and mould this month.",
        "Reports are looked at within 24 hours if somebody in the home is ill.",
        "Last year the council treated 412 homes.",
        "Tenants may also report it by telephone.",
    ),
}
ITEMS = tuple(Item(4210 - n, title, day, tuple(text)) for n, (title, (day, *text)) in enumerate(_TELLING.items()))
# What no reading may contain.
FURNITURE = (
    "cookies", "Skip to", "Share this", "Related", "Was this", "Last updated", "All rights reserved", "Bin collections",
    "Contact us", "Comms team", "Previous", "Back to", "[…]", "Play area", "A to Z", "Category", "Reference", "9.30am",
)  # fmt: skip
_MENU = "".join(
    f'<li><a href="/{n}">{words}</a></li>'
    for n, words in enumerate(
        (
            "Bin collections",
            "Council tax and benefits",
            "Planning and building control",
            "Report it, pay it, apply for it",
        )
    )
)


def site(name: str) -> OtherSite:
    """The site of that name in the table."""
    made = _TABLE[name]
    paths = {item: _filled(made["path"], item) for item in ITEMS}
    framed = _bare if made.get("bare") else _framed
    rows = "".join(_filled(made["row"], item, paths[item]) for item in ITEMS)
    pages = {made["list"]: framed(made, made["listing"].replace("{rows}", rows), "News", "")}
    for item, path in paths.items():
        head, main = (_filled(made.get(part, ""), item, path) for part in ("article_head", "article"))
        pages[path] = framed(made, main, item.title, head)
    if entry := made.get("entry"):
        around = (
            "<rss version='2.0'><channel>{}</channel></rss>",
            "<feed xmlns='http://www.w3.org/2005/Atom'>{}</feed>",
        )
        entries = "".join(_filled(entry, item, path) for item, path in paths.items())
        pages[made["feed"]] = around[entry.startswith("<entry")].format(f"<title>News</title>{entries}")
    return OtherSite(made["list"], pages, paths, made.get("listed", True), made.get("printed", True))


def _framed(made: Mapping[str, str], main: str, title: str, head: str) -> str:
    """The page of a site: what stands on each of its pages, around what its system writes."""
    heads, before = f"{made.get('head', '')}{head}", made.get("before", "")
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{escape(title)} | Westmere Council'
        f'</title>{heads}</head><body><a class="skip" href="/">Skip to the main content of this page</a>'
        f'<div id="ccc-notify"><p>We use cookies to make this site work and to count its visitors.</p></div>{before}'
        f'<header><a href="/">Westmere Metropolitan Borough Council</a><nav><ul>{_MENU}</ul></nav></header>{main}'
        f"<footer><ul>{_MENU}</ul><p>© Westmere Council 2026. All rights reserved.</p></footer></body></html>"
    )


def _bare(_: Mapping[str, str], main: str, title: str, __: str) -> str:
    return f"<HTML><HEAD><TITLE>{title}</TITLE></HEAD><BODY BGCOLOR=#FFFFFF>{main}</BODY></HTML>"


def _filled(template: str, item: Item, path: str = "") -> str:
    """A template with what is true of an item; braces around anything else stay."""
    words = {
        "number": str(item.number),
        "slug": item.slug,
        "title": item.title,
        "path": path,
        "lead": item.text[0],
        "text": "".join(f"<p>{escape(line, quote=False)}</p>" for line in item.text),
        "ordinal": f"{item.day.day}{_ORDINALS.get(item.day.day, 'th')}",
    }
    template = re.sub(r"\{(%[^{}]+)\}", lambda form: item.on(form[1]), template)
    return re.sub(r"\{(\w+)\}", lambda name: words.get(name[1], name[0]), template)


_ORDINALS: Mapping[int, str] = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
