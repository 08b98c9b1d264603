"""What PDF readers and printers do to the text of a report without changing a word of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hypothesis import strategies as st

Mutation = Callable[[str, int], str]


def _spot(text: str, sought: str, number: int) -> int:
    """One of the places of `sought` in the text; -1 where it is not there."""
    places = [at for at in range(len(text)) if text.startswith(sought, at)]
    return places[number % len(places)] if places else -1


def _replaced(text: str, sought: str, put: str, number: int) -> str:
    at = _spot(text, sought, number)
    return text if at < 0 else text[:at] + put + text[at + len(sought) :]


def _in_word(text: str, put: str, number: int) -> str:
    """`put` between two letters."""
    places = [at for at in range(1, len(text)) if text[at - 1].isalpha() and text[at].isalpha()]
    if not places:
        return text
    at = places[number % len(places)]
    return text[:at] + put + text[at:]


def _between_lines(text: str, line: str, number: int) -> str:
    return _replaced(text, "\r\n", f"\r\n{line}\r\n", number)


MUTATIONS: dict[str, Mutation] = {
    "join two lines": lambda text, n: _replaced(text, "\r\n", " ", n),
    "break a line": lambda text, n: _replaced(text, " ", "\r\n", n),
    "break a line behind its space": lambda text, n: _replaced(text, " ", " \r\n", n),
    "double a space": lambda text, n: _replaced(text, " ", "   ", n),
    "lose a space": lambda text, n: _replaced(text, " ", "", n),
    "space in a word": lambda text, n: _in_word(text, " ", n),
    "line break in a word": lambda text, n: _in_word(text, "\r\n", n),
    "hyphen in a word": lambda text, n: _in_word(text, "-\r\n", n),
    "PDFium's hyphen": lambda text, n: _in_word(text, "\x02", n),
    "soft hyphen": lambda text, n: _in_word(text, "\xad\r\n", n),
    "zero-width space": lambda text, n: _in_word(text, "\u200b", n),
    "no-break space": lambda text, n: _replaced(text, " ", "\u00a0", n),
    "narrow space": lambda text, n: _replaced(text, " ", "\u202f", n),
    "straight quote": lambda text, n: _replaced(text, "’", "'", n),
    "another bullet": lambda text, n: _replaced(text, "◼", "\uf06e", n),
    "another dash": lambda text, n: _replaced(text, "–", "-", n),
    "plain line ends": lambda text, n: text.replace("\r\n", "\n"),
    "capitals": lambda text, n: text.upper(),
    "small letters": lambda text, n: text.lower(),
    "page number": lambda text, n: _between_lines(text, str(n % 40), n),
    "page of pages": lambda text, n: _between_lines(text, f"Page {n % 40} of 40", n),
    "footer": lambda text, n: _between_lines(text, "Inspection of Eastmere local authority children’s services", n),
    "dated footer": lambda text, n: _between_lines(text, f"6 to 17 March 2023 {n % 40}", n),
    "crown copyright": lambda text, n: _between_lines(text, "© Crown copyright 2023", n),
    "empty line": lambda text, n: _between_lines(text, " ", n),
}

Step = tuple[str, int, int]


def mutated(pages: Sequence[str], steps: Sequence[Step]) -> list[str]:
    """The pages after each step: a mutation, the number of the page and of the place."""
    changed = list(pages)
    for name, page, place in steps:
        at = page % len(changed)
        changed[at] = MUTATIONS[name](changed[at], place)
    return changed


def steps() -> st.SearchStrategy[list[Step]]:
    """Mutations, most of them on the first page, where the grades are."""
    pages = st.one_of(st.just(0), st.integers(0, 50))
    return st.lists(st.tuples(st.sampled_from(sorted(MUTATIONS)), pages, st.integers(0, 5000)), max_size=25)
