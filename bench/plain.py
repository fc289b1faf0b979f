"""The peer: the person page as anybody would write it. A signed-in check, the same rows, Django's templates.

And a note as anybody would keep it: the words, a row of its history, a row of who did it, in one transaction.

No tenant, no decision for this reader, no ledger line, no row security: what one gets without Kith's promises.
"""

from threading import local
from typing import Any
from uuid import uuid4

import psycopg
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.template import Engine, Template
from django.urls import include, path

from kith.web.policy import page

TEMPLATE = """<!doctype html><html lang="en-GB"><head><title>Person</title></head><body><h1>{{ name }}</h1><ol>
{% for at, line, told in rows %}<li><p>{{ at|date:"D j M Y H:i" }}</p><div><p>{{ line }}</p>
<p>{{ told|truncatechars:300 }}</p></div></li>{% endfor %}</ol></body></html>"""
ENTRIES = "SELECT occurred_at, line, told FROM chronology_entry WHERE person_id = %s ORDER BY occurred_at DESC"
NOTES = """CREATE TABLE plain_note (id uuid PRIMARY KEY, record uuid, words text, at timestamptz DEFAULT now());
CREATE TABLE plain_history (id uuid PRIMARY KEY, note uuid, words text, by uuid, at timestamptz DEFAULT now());
CREATE TABLE plain_audit (id uuid PRIMARY KEY, action text, note uuid, by uuid, at timestamptz DEFAULT now())"""
NAME = "SELECT forename || ' ' || surname FROM people_personname WHERE person_id = %s"


class Plain:
    """Keeps its own connection, as a pool would."""

    connection: psycopg.Connection[Any]
    template: Template
    list: Template
    address: str
    of_thread = local()

    @classmethod
    def start(cls, address: str) -> None:
        cls.address, cls.connection = address, psycopg.connect(address, autocommit=True)
        cls.template, cls.list = Engine().from_string(TEMPLATE), Engine().from_string(SEARCH)

    @classmethod
    def own(cls) -> psycopg.Connection[Any]:
        if not hasattr(cls.of_thread, "connection"):
            cls.of_thread.connection = psycopg.connect(cls.address, autocommit=True)
        return cls.of_thread.connection


@page(policy="public")
def person(request: HttpRequest, id: Any) -> HttpResponse:
    """The plain page."""
    from django.template import Context

    if not request.user.is_authenticated:
        return HttpResponseForbidden()
    name = Plain.connection.execute(NAME, [id]).fetchone()
    rows = Plain.connection.execute(ENTRIES, [id]).fetchall()
    return HttpResponse(Plain.template.render(Context({"name": name[0] if name else "", "rows": rows})))


@page(policy="public")
def note(request: HttpRequest, id: Any) -> HttpResponse:
    """The plain note."""
    if not request.user.is_authenticated:
        return HttpResponseForbidden()
    words, by, made = request.POST["words"], request.user.pk, uuid4()
    with Plain.connection.transaction():
        run = Plain.connection.execute
        run("INSERT INTO plain_note (id, record, words) VALUES (%s, %s, %s)", [made, id, words])
        run("INSERT INTO plain_history (id, note, words, by) VALUES (%s, %s, %s, %s)", [uuid4(), made, words, by])
        run("INSERT INTO plain_audit (id, action, note, by) VALUES (%s, %s, %s, %s)", [uuid4(), "note.add", made, by])
    return HttpResponse(status=302, headers={"Location": f"/plain/{id}/"})


SEARCH = """<!doctype html><html lang="en-GB"><head><title>Find</title></head><body><h1>{{ rows|length }}</h1><ul>
{% for id, forename, surname in rows %}<li><a href="/people/{{ id }}/">{{ forename }} {{ surname }}</a></li>{% endfor %}
</ul></body></html>"""
BY_SURNAME = """SELECT id, forename, surname FROM plain_person WHERE surname ILIKE %s
ORDER BY surname, forename LIMIT 50"""


@page(policy="public")
def search(request: HttpRequest) -> HttpResponse:
    """The plain search, each thread with a connection of its own."""
    from django.template import Context

    if not request.user.is_authenticated:
        return HttpResponseForbidden()
    rows = Plain.own().execute(BY_SURNAME, [f"%{request.GET['words']}%"]).fetchall()
    return HttpResponse(Plain.list.render(Context({"rows": rows})))


def use(address: str) -> None:
    """Serve the plain pages beside Kith's."""
    from django.conf import settings

    settings.ROOT_URLCONF = "bench.plain"
    Plain.start(address)


urlpatterns = [
    path("plain/search/", search),
    path("plain/<uuid:id>/", person),
    path("plain/<uuid:id>/note/", note),
    path("", include("config.urls")),
]
