"""The PDF a report becomes: each object where the file says, each mark in the structure, nothing unwritable lost."""

import re

from kith.insight.pdf import Paper


def made(rows=60):
    paper = Paper("Report", foot="Oakmere")
    paper.heading("Report – 2026", level=1)
    paper.words("For the governors’ meeting. Zoë, and a sign no printer has: ☃.")
    paper.table(("Kind", "Autumn"), [("Bullying", "12")] * rows)
    return paper.content()


def test_every_object_stands_where_the_file_says():
    content = made()
    start = int(content.rsplit(b"startxref", 1)[1].split()[0])
    assert content[start : start + 4] == b"xref"
    places = [int(one) for one in re.findall(rb"(\d{10}) 00000 n", content)]
    assert len(places) > 100
    assert all(content[place:].startswith(f"{n} 0 obj".encode()) for n, place in enumerate(places, 1))


def test_a_long_table_goes_on_under_its_head_and_every_mark_is_in_the_structure():
    content = made()
    assert content.count(b"/Type/Page/") == 2
    assert content.count(b"/Scope/Column") == 4
    marks, named = content.count(b"<</MCID "), content.count(b"/Type/MCR/")
    assert marks == named > 120


def test_words_stay_and_what_cannot_be_written_is_a_question_mark():
    content = made(1)
    assert "Report – 2026".encode("cp1252").hex().encode() in content
    assert "Zoë, and a sign no printer has: ?.".encode("cp1252").hex().encode() in content
