"""The list at the top of a form that comes back: each sentence begins with its question, in the order they are asked.

A question is worded once, where the page asks it, so its words are read off the page itself: "Write an answer." becomes
"What did you see? Write an answer.", and no list can name a question otherwise than the page does. A sentence about
something the page does not ask any more leads nowhere and is no link.
"""

import re
from html.parser import HTMLParser

from django.utils.html import escape

__all__ = ["name_questions"]

# How `parts/forms.html` begins a line of the list.
_LINE = re.compile(r'<a href="#([^"]+)" data-asked>(.*?)</a>', re.DOTALL)
_LINES = re.compile(r'(?:<li><a href="#[^"]+" data-asked>(?:(?!</li>).)*</a></li>\s*)+', re.DOTALL)
_ITEM = re.compile(r'<li><a href="#([^"]+)" data-asked>.*?</a></li>', re.DOTALL)
_OPTIONAL = " (optional)"


def name_questions(page: str) -> str:
    """The page with the question before each line of its list; as it was where it has none."""
    if not _LINE.search(page):
        return page
    asked = _Questions()
    asked.feed(page)
    in_order = _LINES.sub(lambda lines: asked.in_order(lines[0]), page, count=1)
    return _LINE.sub(lambda line: asked.line(line[1], line[2]), in_order)


def _before(question: str) -> str:
    """A question ends with its own mark; a mere heading gets a colon."""
    words = " ".join(question.split()).removesuffix(_OPTIONAL)
    if not words:
        return ""
    return f"{words} " if words[-1] in "?.:" else f"{words}: "


class _Questions(HTMLParser):
    """What each answer of a page is asked by: its label or heading; the legend where its label names only a part."""

    def __init__(self) -> None:
        super().__init__()
        # Every id of the page -> where it stands.
        self.ids: dict[str, int] = {}
        self.labels: dict[str, str] = {}
        # The place of an answer -> its fieldset; of a fieldset -> its legend.
        self.within: dict[str, int] = {}
        self.legends: dict[int, str] = {}
        self.open: list[int] = []
        self.made = 0
        self.saying: list[str] | None = None
        self.label_for = ""

    def in_order(self, lines: str) -> str:
        """The lines as the page asks; what it does not ask any more comes last."""
        found = sorted(_ITEM.finditer(lines), key=lambda line: self.ids.get(line[1], len(self.ids)))
        return "".join(line[0] for line in found)

    def line(self, id: str, said: str) -> str:
        """A line of the list, of words that are escaped already."""
        if id not in self.ids:
            return said
        asked = self.labels.get(id) or self.legends.get(self.within.get(id, 0), "")
        return f'<a href="#{id}">{escape(_before(asked))}{said}</a>'

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        self.ids.setdefault(has.get("id", ""), len(self.ids))
        if tag == "fieldset":
            self.made += 1
            self.open.append(self.made)
        if self.open and "id" in has:
            self.within.setdefault(has["id"], self.open[-1])
        names_a_part = "k-hint" in has.get("class", "").split() and self.open
        names = has.get("for" if tag == "label" else "id", "")
        if tag == "legend" or (tag in ("label", "h2") and names and not names_a_part):
            self.saying, self.label_for = [], names

    def handle_data(self, data: str) -> None:
        if self.saying is not None:
            self.saying.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("label", "legend", "h2") and self.saying is not None:
            words, self.saying = "".join(self.saying), None
            if tag != "legend":
                self.labels.setdefault(self.label_for, words)
            elif self.open:
                self.legends.setdefault(self.open[-1], words)
        if tag == "fieldset" and self.open:
            self.open.pop()
