"""The form, and the records in which the words stand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from kith import audit
from kith.cases import words_found
from kith.people.queries import cards
from kith.web.find.address import Terms, open_address, seal_terms
from kith.web.frame import show
from kith.web.policy import page
from kith.web.presenters import Problems
from kith.web.words.presenters import results

MOST = 50
OLD = "This list was open for too long and is not kept. Type again what you look for."
TOO_COMMON = "Type a word that does not stand in every text. A minus only leaves records out."
NOTHING_TYPED = "Type one or more words that stand in a record."


@page(policy="words.search")
def words(request: HttpRequest) -> HttpResponse:
    """The form. What is typed is sent, never put into the address."""
    if request.method != "POST":
        return _form(request, "", "", 200)
    typed = request.POST.get("words", "").strip()
    if not typed:
        return _form(request, typed, NOTHING_TYPED, 422)
    return redirect("words_found", address=seal_terms(Terms(typed), request.reader.post.id))  # type: ignore[attr-defined]


@page(policy="words.search")
def listed(request: HttpRequest, address: str) -> HttpResponse:
    """The list, with one ledger line for the search and everybody on it."""
    terms = open_address(address, request.reader.post.id)  # type: ignore[attr-defined]
    if terms is None:
        return _form(request, "", OLD, 410)
    try:
        found = words_found.found(terms.words, request.reader, most=MOST)  # type: ignore[attr-defined]
    except words_found.NothingToFind:
        return _form(request, terms.words, TOO_COMMON, 422)
    persons = list(dict.fromkeys(person for hit in found.hits for person in hit.persons))
    audit.record("record.search", subjects=persons, terms=terms.words)
    return show(request, "words/found.html", page=results(found, cards(persons), terms.words, most=MOST))


def _form(request: HttpRequest, typed: str, wrong: str, status: int) -> HttpResponse:
    problems = Problems.of({"words": wrong} if wrong else {})
    return show(request, "words/search.html", status=status, typed=typed, wrong=wrong, problems=problems)
