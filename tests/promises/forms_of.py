"""The links and forms of a page as a browser would follow and send them, for walks through whatever a page offers."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

Fields = dict[str, str]


@dataclass
class Form:
    """Where it goes, what stands in it, and the buttons that send it."""

    action: str
    fields: Fields = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def shape(self) -> tuple[str, ...]:
        return tuple(sorted(self.fields))

    def ways_to_fill(self) -> list[Fields]:
        """As it stands, by each of its buttons, with nothing in it, and with nonsense: everywhere, or in one answer."""
        by_button = [self.fields | {name: value} for name, value in dict.fromkeys(self.buttons)]
        return each_once(
            [
                self.fields,
                *by_button,
                {},
                dict.fromkeys(self.fields, ""),
                dict.fromkeys(self.fields, "no such thing"),
                dict.fromkeys(self.fields, "\N{SUPERSCRIPT TWO}"),
                *({**self.fields, name: "no such thing"} for name, value in self.fields.items() if value),
            ]
        )


def each_once(all_fields: list[Fields]) -> list[Fields]:
    """The same without what would be sent twice."""
    return [dict(one) for one in dict.fromkeys(tuple(fields.items()) for fields in all_fields)]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.open: Form | None = None
        self.choosing = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "a" and has.get("href", "").startswith("/"):
            self.links.append(has["href"].partition("#")[0])
        if tag == "form":
            self.open = Form(has.get("action", "")) if has.get("method", "").lower() == "post" else None
            self.forms += [self.open] if self.open else []
        if self.open is None:
            return
        name, value = has.get("name", ""), has.get("value", "")
        if tag == "button":
            self.open.buttons += [(name, value)] if name else []
        elif tag == "select":
            self.choosing = name
            self.open.fields[name] = ""
        elif tag == "option" and "selected" in has:
            self.open.fields[self.choosing] = value
        elif tag in ("input", "textarea") and name and name != "csrfmiddlewaretoken":
            ticked = has.get("type") not in ("radio", "checkbox") or "checked" in has
            self.open.fields[name] = value if ticked else self.open.fields.get(name, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None


def read(body: str) -> tuple[list[str], list[Form]]:
    """The links that stay here, and the forms that are posted."""
    reader = _Reader()
    reader.feed(body)
    return reader.links, reader.forms
