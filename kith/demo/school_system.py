"""A stand-in for the system of a school, to try a daily feed with: it answers as the public description of Wonde's
School Data Sync API says, from invented pupils. It is not Wonde, and was held against no account there.

    python -m kith.demo.school_system --port 8900        (token: lanterns, school: A100)
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

__all__ = ["SCHOOL", "TOKEN", "invented", "serve"]

SCHOOL, TOKEN = "A100", "lanterns"
# Sent only where it is asked for.
INCLUDES = ("education_details", "extended_details", "contact_details", "contacts", "groups", "students")
NAMES = (("Ade", "Bello"), ("Mia", "Sole"), ("Noah", "Pryce"), ("Ola", "Bello"), ("Kit", "Marlow"), ("Zoë", "Ashe"))

Parts = dict[str, list[dict[str, Any]]]


def invented(count: int = len(NAMES)) -> Parts:
    """Pupils with everything the feed asks for."""
    return {
        "students": [_student(n) for n in range(count)],
        "students-leaver": [],
        "attendance-summaries": [_attendance(n) for n in range(count)],
        "behaviours": [],
        "achievements": [],
    }


def serve(parts: Parts, *, port: int = 0, per_page: int | None = None, school: str = SCHOOL, token: str = TOKEN) -> Any:
    """A server that gives these parts. `serve_forever` it in a thread; `asked` is what it was asked, in order."""

    class Answering(_Answering):
        pass

    Answering.parts, Answering.most, Answering.school, Answering.token = parts, per_page, school, token
    server: Any = ThreadingHTTPServer(("127.0.0.1", port), Answering)
    server.asked, server.breaks = [], []
    server.address = f"http://127.0.0.1:{server.server_port}/v1.0"
    return server


class _Answering(BaseHTTPRequestHandler):
    parts: Parts
    most: int | None
    school: str
    token: str

    def do_GET(self) -> None:
        server: Any = self.server
        asked = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(asked.query).items()}
        server.asked.append(self.path)
        if server.breaks and (status := server.breaks.pop(0)):
            self._answer(status, {"error": "out of order"})
        elif self.headers.get("Authorization") != f"Bearer {self.token}":
            self._answer(401, {"error": "no such token"})
        elif (part := asked.path.removeprefix(f"/v1.0/schools/{self.school}/").strip("/")) not in self.parts:
            self._answer(404, {"error": "nothing here"})
        else:
            self._answer(200, self._page(part, query))

    def _page(self, part: str, query: Mapping[str, str]) -> dict[str, Any]:
        """A page of a part by its cursor: the number of the first row."""
        since = query.get("updated_after", "")
        rows = [row for row in self.parts[part] if not since or row.get("updated_at", "") >= since]
        most, first = self.most or int(query.get("per_page", 50)), int(query.get("cursor", 0))
        more = first + most < len(rows)
        onward = urlencode({**query, "cursor": first + most}, safe=",")
        server: Any = self.server
        next_ = f"{server.address}/schools/{self.school}/{part}/?{onward}" if more else None
        wanted = query.get("include", "").split(",")
        data = [_with(row, wanted) for row in rows[first : first + most]]
        return {"data": data, "meta": {"pagination": {"next": next_, "more": more, "per_page": most}}}

    def _answer(self, status: int, said: Mapping[str, Any]) -> None:
        body = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Nothing is logged: addresses name a school."""


def _with(row: Any, wanted: Sequence[str]) -> Any:
    """What is not asked for is left out. A row that is no pupil is given as it is, for a reader to stumble over."""
    if not isinstance(row, dict):
        return row
    return {name: value for name, value in row.items() if name not in INCLUDES or name in wanted}


def _student(n: int) -> dict[str, Any]:
    forename, surname = NAMES[n % len(NAMES)]
    mother = {"relationship": "Mother", "parental_responsibility": True, "lives_with_pupil": True}
    return {
        "id": f"A{n}",
        "surname": surname,
        "forename": f"{forename}{n // len(NAMES) or ''}",
        "date_of_birth": f"{2016 + n % 3}-0{1 + n % 9}-1{n % 9}T00:00:00+00:00",
        "gender": "FEMALE" if n % 2 else "MALE",
        "education_details": {"data": {"current_nc_year": str(1 + n % 6), "admission_date": "2025-09-03"}},
        "extended_details": {"data": {"sen_status": "K" if n % 5 == 1 else "N", "free_school_meals": n % 3 == 0}},
        "contact_details": {"data": {"addresses": {"home": {"house_number": f"{n + 1}", "street": "Mill Lane"}}}},
        "groups": {"data": [{"type": "REGISTRATION", "name": f"{1 + n % 6}B"}]},
        "contacts": {"data": [{"surname": surname, "forename": "Dana", "relationship": {"data": mother}}]},
    }


def _attendance(n: int) -> dict[str, Any]:
    return {"student": f"A{n}", "possible_marks": 100, "present_marks": 97 - n, "authorised_absence_marks": 3 + n}


def main() -> None:
    parser = argparse.ArgumentParser(description="A stand-in for the system of a school, with invented pupils.")
    parser.add_argument("--port", type=int, default=8900)
    server = serve(invented(), port=parser.parse_args().port)
    print(f"The stand-in answers at {server.address}, school {SCHOOL}, token {TOKEN}.", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
