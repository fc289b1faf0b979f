"""Reads a calendar back as RFC 5545 says it, and raises where a file is none."""

import re

LINE = re.compile(r"^([A-Z-]+)((?:;[A-Z-]+=[^:;]+)*):(.*)$")


def read(content):
    """The events, each as name -> value; parameters stand behind the name."""
    text = content.decode()
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", ""), "every line ends with CRLF"
    rows = text.split("\r\n")[:-1]
    assert all(len(row.encode()) <= 75 for row in rows), "no row is longer than 75 octets"
    lines = re.sub(r"\r\n[ \t]", "", text).split("\r\n")[:-1]
    parsed = [LINE.match(line).groups() for line in lines]
    assert parsed[0] == ("BEGIN", "", "VCALENDAR") and parsed[-1] == ("END", "", "VCALENDAR")
    assert {"VERSION", "PRODID"} <= {name for name, _, _ in parsed}
    events, event = [], None
    for name, parameters, value in parsed[1:-1]:
        if (name, value) == ("BEGIN", "VEVENT"):
            assert event is None
            event = {}
        elif (name, value) == ("END", "VEVENT"):
            assert {"UID", "DTSTAMP", "DTSTART;VALUE=DATE"} <= set(event)
            events.append(event)
            event = None
        elif event is not None:
            event[name + parameters] = re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)
    assert event is None and len({one["UID"] for one in events}) == len(events)
    return events
