"""Finds a quotation again in the text of a PDF, so that nothing is quoted that the document does not say. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from watcher.ofsted.reports.letter_pages import letter_text
from watcher.ofsted.reports.text import Text, flatten, text_of_pages


@dataclass(frozen=True)
class PrintedText:
    """The text of a document by its pages, as the PDF reader gives them."""

    pages: tuple[str, ...]

    @cached_property
    def _texts(self) -> tuple[Text, ...]:
        # a letter's footnotes and letterheads interrupt its sentences, and a report's do not
        text = text_of_pages(self.pages)
        return text, letter_text(text)

    def page_of(self, quotation: str, near: int | None = None) -> int | None:
        """The page on which the quotation begins, looking first at the page `near`; None if it is not there.

        Letters and digits must all be the same; marks and line ends may differ.
        """
        wanted = flatten(quotation)
        if not wanted:
            return None
        for text in self._texts:
            start = text.flat.find(wanted, text.begins_page(near)) if near else -1
            if start < 0:
                start = text.flat.find(wanted)
            if start >= 0:
                return text.page_at(start)
        return None
