"""Sheets as PDF: read back by a reader of others, with every letter of a name, tagged, and the same each time."""

import io

import pypdf
import pytest

from kith.foundation.paper import Line, Style, Table, as_pdf

NAMES = "Łukasz Ó Dónal Şükrü İpek Ağa Žofie Đặng Θεόδωρος Чайка Zoë ß ŷ – ’"


def read(made):
    return pypdf.PdfReader(io.BytesIO(made.content))


def text(made):
    return "\n".join(page.extract_text() for page in read(made).pages)


def structure(made):
    """The kinds of everything a screen reader is told of."""
    found, left = [], [read(made).trailer["/Root"]["/StructTreeRoot"]]
    while left:
        one = left.pop()
        one = one.get_object() if hasattr(one, "get_object") else one
        if isinstance(one, list):
            left += one
        elif isinstance(one, dict):
            found.append(one.get("/S"))
            left.append(one.get("/K"))
    return found


def test_every_letter_of_a_name_is_found_again_and_stands_in_the_file():
    made = as_pdf("Report", [Line(NAMES, Style.TITLE), Line(NAMES), Table(["Who"], [[NAMES]])], foot=NAMES)
    assert all(text(made).count(one) == 4 for one in NAMES.split()), text(made)
    fonts = read(made).pages[0]["/Resources"]["/Font"].values()
    within = [one.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].keys() for one in fonts]
    assert within and all({"/FontFile2", "/FontFile3"} & set(one) for one in within)


def test_it_is_tagged_and_says_so():
    table = Table(["Kind", "Autumn"], [["Bullying", "12"]] * 60, numbers=True)
    made = as_pdf("Report", [Line("A", Style.TITLE), Line("B", Style.HEADING), Line("C"), table], foot="Oakmere")
    kinds = structure(made)
    assert kinds.count("/H1") == kinds.count("/H2") == 1 and kinds.count("/TR") == 61
    assert kinds.count("/TH") == 2 and kinds.count("/TD") == 120
    root = read(made).trailer["/Root"]
    assert root["/Lang"] == "en-GB" and root["/MarkInfo"]["/Marked"] and "pdfuaid" in str(root["/Metadata"].get_data())
    assert all("Kind" in page.extract_text() for page in read(made).pages), "the head stands again on each page"
    assert f"Oakmere Page {made.pages} of {made.pages}" in read(made).pages[-1].extract_text()


def test_pages_are_counted_long_words_broken_and_an_index_says_where():
    made = as_pdf(
        "Index",
        [
            Table(["Number", "Day"], [["1", "May"], ["2", "June"]], marks=["one", "two"], index=True),
            Line("Lines", Style.TITLE, new_page=True),
            Table(["Number", "What"], [["1", "word " * 1500], ["2", "x" * 300]], widths=[0, 1], marks=["one", "two"]),
        ],
    )
    pages = read(made).pages
    assert made.pages == len(pages) > 2 and "1 May 2" in pages[0].extract_text()
    assert f"2 June {made.pages}" in pages[0].extract_text()
    assert text(made).count("x") == 300 and len(max(text(made).split(), key=len)) < 300


@pytest.mark.parametrize("typed", ["#panic()", "*no* `x` $y$ @z <pages> //", "a\x00b\x1b", '"; #read("/etc/passwd")'])
def test_what_was_typed_is_words_and_never_markup(typed):
    made = as_pdf(typed, [Line(typed, Style.TITLE), Line(typed), Table([typed], [[typed]])], foot=typed)
    said = typed.replace("\x00", "").replace("\x1b", "")
    assert text(made).count(said) == 5 and read(made).metadata["/Title"] == said


def test_the_same_words_make_the_same_file_and_a_sign_nobody_has_stops_nothing():
    lines = [Line("Amina", Style.TITLE), Line("অ Amina")]
    assert as_pdf("A", lines) == as_pdf("A", lines)
    assert "Amina" in text(as_pdf("A", lines)) and "/H1" in structure(as_pdf("A", lines))
