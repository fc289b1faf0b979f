"""The peer: the person page as anybody would write it. A signed-in check, the same rows, Django's templates.

No tenant, no decision for this reader, no ledger line, no row security: what one gets without Kith's promises.
"""

from typing import Any

import psycopg
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.template import Engine, Template
from django.urls import include, path

from kith.web.policy import page

TEMPLATE = """<!doctype html><html lang="en-GB"><head><title>Person</title></head><body><h1>{{ name }}</h1><ol>
{% for at, category, line in rows %}<li><p>{{ at|date:"D j M Y H:i" }}</p><div><p>{{ line|truncatechars:300 }}</p>
<p>{{ category|default:"" }}</p></div></li>{% endfor %}</ol></body></html>"""
ENTRIES = "SELECT occurred_at, category, line FROM chronology_entry WHERE person_id = %s ORDER BY occurred_at DESC"
NAME = "SELECT forename || ' ' || surname FROM people_personname WHERE person_id = %s"


class Plain:
    """Keeps its own connection, as a pool would."""

    connection: psycopg.Connection[Any]
    template: Template

    @classmethod
    def start(cls, address: str) -> None:
        cls.connection = psycopg.connect(address, autocommit=True)
        cls.template = Engine().from_string(TEMPLATE)


@page(policy="public")
def person(request: HttpRequest, id: Any) -> HttpResponse:
    """The plain page."""
    from django.template import Context

    if not request.user.is_authenticated:
        return HttpResponseForbidden()
    name = Plain.connection.execute(NAME, [id]).fetchone()
    rows = Plain.connection.execute(ENTRIES, [id]).fetchall()
    return HttpResponse(Plain.template.render(Context({"name": name[0] if name else "", "rows": rows})))


urlpatterns = [path("plain/<uuid:id>/", person), path("", include("config.urls"))]
