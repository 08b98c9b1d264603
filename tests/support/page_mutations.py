"""What a site may change in the markup of its pages without changing a word of the text."""

from __future__ import annotations

import copy
import html
import random
from collections.abc import Callable, Iterable

from bs4 import BeautifulSoup, Comment, Tag
from bs4.element import NavigableString, PageElement, PreformattedString

Chance = random.Random
Mutation = Callable[[BeautifulSoup, Chance], None]

_VOID = {"meta", "link", "br", "wbr", "img", "input"}
_WORDS = ("module", "js-hook", "u-mt-2", "visible-sm", "timeline-x", "event--new", "rating-x", "nonvisual-x")


def mutated(body: bytes, names: Iterable[str], seed: int) -> bytes:
    """The page after each named mutation, written out anew with other spaces, quotes, cases and entities."""
    chance, page = Chance(seed), BeautifulSoup(body.decode(), "html.parser")
    for name in names:
        (HARMLESS | RENAMING)[name](page, chance)
    return "".join(_written(part, chance) for part in page.contents).encode()


# --- writing it out -------------------------------------------------------------------------------


def _written(part: PageElement, chance: Chance) -> str:
    if isinstance(part, Tag):
        return _written_tag(part, chance)
    if isinstance(part, PreformattedString):
        return part.output_ready()
    return _encoded(str(part), chance) if part.parent and part.parent.name != "script" else str(part)


def _written_tag(tag: Tag, chance: Chance) -> str:
    name = tag.name.upper() if chance.random() < 0.1 else tag.name
    attributes = list(tag.attrs.items())
    chance.shuffle(attributes)
    start = "".join(_space(chance) + _attribute(key, value, chance) for key, value in attributes)
    if tag.name in _VOID:
        return f"<{name}{start}{chance.choice(('', ' /', '/')) if start.endswith(chr(34)) else ''}>"
    inner = "".join(_written(part, chance) for part in tag.contents)
    return f"<{name}{start}{chance.choice(('', ' '))}>{inner}</{name}>"


def _attribute(key: str, value: object, chance: Chance) -> str:
    words = " ".join(value) if isinstance(value, list) else str(value)
    if key == "class":
        words = _space(chance).join(chance.sample(words.split(), len(words.split())))
    name = key.upper() if chance.random() < 0.1 else key
    quote = chance.choice("\"'")
    return f"{name}={quote}{_encoded(words, chance)}{quote}"


def _encoded(words: str, chance: Chance) -> str:
    return "".join(_sign(sign, chance) for sign in words)


def _sign(sign: str, chance: Chance) -> str:
    if sign in "<>&\"'" or chance.random() < 0.02:
        return chance.choice((f"&#{ord(sign)};", f"&#x{ord(sign):X};")) if chance.random() < 0.7 else html.escape(sign)
    return sign


def _space(chance: Chance) -> str:
    return chance.choice((" ", "  ", "\n  ", "\t"))


# --- places ---------------------------------------------------------------------------------------


def _tags(page: BeautifulSoup, css: str) -> list[Tag]:
    return list(page.select(css))


def _classes(tag: Tag) -> list[str]:
    return " ".join(tag.get_attribute_list("class") if tag.has_attr("class") else []).split()


def _any(page: BeautifulSoup, chance: Chance, css: str = "body *:not(script)") -> Tag:
    return chance.choice(_tags(page, css) or _tags(page, "body"))


def _text(page: BeautifulSoup, chance: Chance) -> NavigableString:
    inside = (text for tag in _tags(page, "h1, main *, li *") for text in tag.contents)
    return chance.choice([text for text in inside if type(text) is NavigableString and text.strip()])


# --- harmless -------------------------------------------------------------------------------------


def _wrap(page: BeautifulSoup, chance: Chance) -> None:
    tag = _any(page, chance, "body div, body a, body p, body ol.timeline, body time, body span, body strong, body h1")
    tag.wrap(page.new_tag(chance.choice(("div", "span", "section", "b", "font"))))


def _wrap_inside(page: BeautifulSoup, chance: Chance) -> None:
    tag, wrapper = _any(page, chance, "main, li, li div, a, h1, p"), page.new_tag(chance.choice(("div", "span")))
    for part in list(tag.contents):
        wrapper.append(part.extract())
    tag.append(wrapper)


def _add_classes(page: BeautifulSoup, chance: Chance) -> None:
    for tag in chance.sample(_tags(page, "body *"), 5):
        tag["class"] = " ".join([*_classes(tag), chance.choice(_WORDS)])


def _add_attributes(page: BeautifulSoup, chance: Chance) -> None:
    for tag in chance.sample(_tags(page, "body *"), 5):
        tag[chance.choice(("data-token", "data-href", "aria-label", "nonce", "id"))] = f"{chance.random()}"


def _add_tokens(page: BeautifulSoup, chance: Chance) -> None:
    token = page.new_tag("script")
    token.string = f"window.token = '{chance.random()}'; // <a class='publication-link' href='/v1/file/1'>"
    _any(page, chance).insert(0, token)


def _add_query(page: BeautifulSoup, chance: Chance) -> None:
    for link in _tags(page, 'a[href*="/v1/file/"], a[href*="/provider/"]'):
        link["href"] = f"{str(link['href']).strip()}?token={chance.random()}#page=1"


def _pad_href(page: BeautifulSoup, chance: Chance) -> None:
    link = _any(page, chance, "a")
    link["href"] = f"\n {link.get('href', '')} \n"


def _add_comment(page: BeautifulSoup, chance: Chance) -> None:
    words = ("x", "Published 1 May 1999", '<a class="publication-link" href="/v1/file/1">', "</main></html>")
    _any(page, chance).insert(0, Comment(chance.choice(words)))


def _comment_in_word(page: BeautifulSoup, chance: Chance) -> None:
    words = _text(page, chance)
    at = chance.randrange(len(words))
    words.replace_with(NavigableString(words[:at]), Comment(" "), NavigableString(words[at:]))


def _other_spaces(page: BeautifulSoup, chance: Chance) -> None:
    words = _text(page, chance)
    words.replace_with(NavigableString(words.replace(" ", chance.choice(("\u00a0", " \n ", "\t")))))


def _invisible_sign(page: BeautifulSoup, chance: Chance) -> None:
    words = _text(page, chance)
    at = chance.randrange(len(words))
    words.replace_with(NavigableString(words[:at] + chance.choice("\u200b\u00ad\u2060") + words[at:]))


def _copy_link(page: BeautifulSoup, chance: Chance) -> None:
    link = _any(page, chance, "a.publication-link, body")
    if link.name == "a":
        again = copy.copy(link)
        again["class"] = "visible-xs publication-link"
        link.insert_after(again)


def _copy_days(page: BeautifulSoup, chance: Chance) -> None:
    day = _any(page, chance, ".timeline__day, body")
    if day.name == "li":
        day.insert_after(copy.copy(day))


def _reorder_days(page: BeautifulSoup, chance: Chance) -> None:
    for days in _tags(page, "ol"):
        parts = list(days.contents)
        chance.shuffle(parts)
        for part in parts:
            days.append(part.extract())


def _fold_away(page: BeautifulSoup, chance: Chance) -> None:
    days = _tags(page, ".timeline__day")
    if not days:
        return
    day = chance.choice(days)
    folded = BeautifulSoup(
        '<li class="timeline__day timeline__day--has-archive"><details><summary>More</summary>'
        '<div class="timeline__archive"><ol></ol></div></details></li>',
        "html.parser",
    )
    inner, outer = folded.ol, folded.li
    assert inner is not None and outer is not None
    day.replace_with(outer)
    inner.append(day)


HARMLESS: dict[str, Mutation] = {
    "wrap": _wrap,
    "wrap inside": _wrap_inside,
    "classes": _add_classes,
    "attributes": _add_attributes,
    "tokens": _add_tokens,
    "query": _add_query,
    "padded address": _pad_href,
    "comment": _add_comment,
    "comment in a word": _comment_in_word,
    "other spaces": _other_spaces,
    "invisible sign": _invisible_sign,
    "copy a link": _copy_link,
    "copy a day": _copy_days,
    "reorder": _reorder_days,
    "fold away": _fold_away,
}


# --- renaming: read the same, or refused ----------------------------------------------------------


def _lose_classes(page: BeautifulSoup, chance: Chance) -> None:
    """One class name becomes another, everywhere."""
    name = chance.choice(sorted({word for tag in _tags(page, "body [class]") for word in _classes(tag)}))
    for tag in _tags(page, "body [class]"):
        tag["class"] = " ".join(f"new-{word}" if word == name else word for word in _classes(tag))


def _lose_class(page: BeautifulSoup, chance: Chance) -> None:
    """One element loses its classes."""
    _any(page, chance, "body [class]").attrs.pop("class", None)


def _rename_tags(page: BeautifulSoup, chance: Chance) -> None:
    names = {"strong": "b", "time": "span", "ol": "ul", "p": "div", "h1": "h2", "li": "div"}
    old, new = chance.choice(list(names.items()))
    for tag in _tags(page, old):
        tag.name = new


def _rename_tag(page: BeautifulSoup, chance: Chance) -> None:
    tag = _any(page, chance, "body span, body time, body strong, body p, body li, body ol")
    tag.name = chance.choice(("div", "span"))


def _lose_attribute(page: BeautifulSoup, chance: Chance) -> None:
    for tag in _tags(page, "[pubdate]"):
        del tag["pubdate"]


def _wrap_in_list(page: BeautifulSoup, chance: Chance) -> None:
    tag = _any(page, chance, "body .event, body a, body .event__title, body .event__metadata, body ol")
    tag.wrap(page.new_tag("li")).wrap(page.new_tag("ul"))


def _unwrap(page: BeautifulSoup, chance: Chance) -> None:
    _any(page, chance).unwrap()


def _copy_link_elsewhere(page: BeautifulSoup, chance: Chance) -> None:
    link = _any(page, chance, "a")
    _any(page, chance, "main, main div, footer").insert(0, copy.copy(link))


def _lose_link(page: BeautifulSoup, chance: Chance) -> None:
    _any(page, chance, "a").attrs.pop("href", None)


def _damage(page: BeautifulSoup, chance: Chance) -> None:
    words = _text(page, chance)
    at = chance.randrange(len(words))
    words.replace_with(NavigableString(words[:at] + "\ufffd" + words[at + 1 :]))


RENAMING: dict[str, Mutation] = {
    "lose a class everywhere": _lose_classes,
    "lose the classes of one": _lose_class,
    "rename all tags": _rename_tags,
    "rename a tag": _rename_tag,
    "lose pubdate": _lose_attribute,
    "wrap in a list": _wrap_in_list,
    "unwrap": _unwrap,
    "copy a link elsewhere": _copy_link_elsewhere,
    "damage a letter": _damage,
}
