"""What every form goes through before anything reads it: no character without a place in a text, and not too much."""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

NUL = "\x00"
# With its files, more than any page asks for at once. It is not read: whoever sends it may be anybody.
LARGEST = 130_000_000


class Typed:
    """Takes NUL out of what was sent: no keyboard types it, and the database refuses it. Answers what is too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
            return render(request, "errors/too_long.html", status=413)
        try:
            posted = request.POST
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
            return render(request, "errors/too_long.html", status=413)
        request.POST, request.GET = clean(posted), clean(request.GET)  # type: ignore[assignment]
        return self.get_response(request)


def clean(sent: QueryDict) -> QueryDict:
    """The same without NUL; itself where there is none."""
    if not any(NUL in text for name, values in sent.lists() for text in (name, *values)):
        return sent
    kept = QueryDict(mutable=True, encoding=sent.encoding)
    for name, values in sent.lists():
        kept.setlist(name.replace(NUL, ""), [value.replace(NUL, "") for value in values])
    kept._mutable = False
    return kept
