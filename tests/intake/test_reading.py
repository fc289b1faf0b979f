"""Files become pupils, rows accounted for are rows present, and trouble is told in a sentence."""

import io
import zipfile
from datetime import date, datetime
from random import Random

import pytest
import xlsxwriter
from hypothesis import example, given
from hypothesis import strategies as st

from kith.intake import class_list, sources, workbook
from kith.intake.pupils import Pupil
from kith.intake.reading import read
from kith.intake.sources import BadFile, Source
from kith.intake.workbook import read_workbook
from tests.intake.samples import HEADINGS, cut, pupils, whole

TODAY = date(2026, 11, 25)
GOOD = "k{n},SCH1,2014-May-03 00:00:00,Weller,Kate,P207000016049,F,2019-Sep-03 00:00:00,7"


def readings(*files):
    return list(read(files, today=TODAY).content.readings())


def sentences(*files):
    return [problem.sentence for reading in readings(*files) for problem in reading.problems]


def test_the_cut_of_the_download_is_read_and_every_row_accounted_for():
    delivery = read(cut(), today=TODAY)
    found = list(delivery.content.readings())
    assert (delivery.kind, len(found)) == ("census", 120)
    for source, count in zip(cut(), sorted(delivery.content.counts, key=lambda c: c.file), strict=True):
        with source.open() as raw:
            assert count.rows == len(raw.read().splitlines()) - 1, count.file
    off_roll = [r.pupil for r in found if r.pupil and r.pupil.left_on]
    assert any(pupil.addresses for pupil in off_roll)


def test_the_whole_download_loses_nothing_and_refuses_only_rows_that_stand_in_it_twice():
    found = readings(*whole())
    refused = [r for r in found if r.pupil is None]
    assert len(found) == 9088 + 308
    assert len(refused) == 11
    assert {r.problems[-1].about for r in refused} == {"rows that stand in the file twice"}
    assert sum("UPN is not valid" in {p.about for p in r.problems} for r in found) == 9396


def test_an_invalid_upn_is_a_problem_on_a_good_row_and_kept_as_unverified_text():
    row = GOOD.format(n=1).replace("P207000016049", "Q207000016049")
    (reading,) = readings(pupils(row))
    assert reading.pupil.numbers == {}
    assert reading.pupil.unverified == {"upn": "Q207000016049"}
    assert reading.problems[0].sentence == (
        "pupilonroll.csv row 2, column upn: “Q207000016049” is not a valid UPN. The check letter Q does not fit this "
        "UPN: for these digits it is P. The row was kept; ask the school for the number."
    )


def test_a_valid_upn_is_trusted():
    (reading,) = readings(pupils(GOOD.format(n=1)))
    assert reading.problems == ()
    assert reading.pupil.numbers == {"upn": "P207000016049"}


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (GOOD.replace("2014-May-03 00:00:00", "xyz"), "column dob: “xyz” is not a date. Write it as 3 May 2014."),
        (GOOD.replace("2014-May-03 00:00:00", ""), "column dob: there is no date of birth. Write it as 3 May 2014."),
        (GOOD.replace("2014-May-03", "2094-May-03"), "column dob: “2094-May-03 00:00:00” can’t be a date of birth."),
        (GOOD.replace("Weller", " "), "column surname: there is no surname. Every row needs one."),
        (GOOD.replace("Kate", ""), "column forename: there is no forename."),
        (GOOD.replace("Kate", "Ka\0te"), "column forename: this holds a character that can’t be read."),
        (GOOD.removesuffix(",7"), "this row has 8 values and the headings are 9."),
        (GOOD + ",7", "this row has 10 values and the headings are 9."),
        (GOOD.replace("Weller", '"Weller'), "a quotation mark is opened and not closed."),
    ],
)
def test_a_bad_row_is_refused_with_its_place_and_good_rows_proceed(broken, said):
    found = readings(pupils(GOOD.format(n=1), broken.format(n=2), GOOD.format(n=3)))
    assert [r.pupil is not None for r in found] == [True, False, True]
    assert "pupilonroll.csv row 3" in found[1].problems[0].sentence
    assert said in found[1].problems[0].sentence


def test_a_row_whose_key_came_before_is_refused_and_names_the_first():
    found = readings(pupils(GOOD.format(n=1), GOOD.format(n=1)))
    assert [r.pupil is not None for r in found] == [True, False]
    assert "same pupil as row 2 of pupilonroll.csv" in found[1].problems[0].sentence


def test_a_value_may_hold_line_breaks_and_the_rows_after_it_keep_their_numbers():
    found = readings(pupils(GOOD.format(n=1).replace("Weller", '"Weller\nWard"'), GOOD.format(n=2).replace("Kate", "")))
    assert found[0].pupil.surname == "Weller Ward"
    assert found[1].origin.row == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_name_keeps_its_accents_in_every_alphabet(encoding):
    (reading,) = readings(pupils(GOOD.format(n=1).replace("Kate", "Zoë"), encoding=encoding))
    assert reading.pupil.forename == "Zoë"


def test_one_broken_byte_in_utf8_refuses_its_row_and_turns_no_other_name_into_signs():
    text = "\n".join([HEADINGS, *(GOOD.format(n=n).replace("Kate", "Zoë") for n in range(3))]).encode()
    place = text.rindex("ë".encode())
    broken = text[:place] + b"\xff" + text[place + 2 :]
    found = readings(Source.of_bytes("pupilonroll.csv", broken))
    assert [r.pupil.forename if r.pupil else None for r in found] == ["Zoë", "Zoë", None]


def test_files_that_cannot_be_used_are_answered_with_a_sentence(monkeypatch):
    monkeypatch.setattr(sources.survey, "__kwdefaults__", {"largest": 50})
    for file, said in [
        (Source.of_bytes("a.csv", b""), "a.csv is empty."),
        (pupils(GOOD), "pupilonroll.csv is larger than"),
        (Source.of_bytes("b.csv", b"a,a\n1,2\n"), "has the same heading in columns 1 and 2"),
        (Source.of_bytes("h.csv", b"Surname,Forename,DOB\n\n , ,\n"), "h.csv has headings and no rows under them."),
        (Source.of_bytes("c.csv", b"Shoe size,Hat\n1,2\n"), "has no column for surname and forename"),
        (Source.of_bytes("d.xlsx", b"PK\x03\x04 broken"), "d.xlsx is damaged or locked."),
    ]:
        with pytest.raises(BadFile, match=said):
            readings(file)


def test_a_census_whose_pupils_are_none_is_refused_and_one_without_leavers_is_not():
    nobody = Source.of_bytes("pupilonroll.csv", HEADINGS.encode())
    with pytest.raises(BadFile, match=r"pupilonroll\.csv has headings and no rows under them"):
        readings(nobody)
    gone = HEADINGS.replace("pupilonrolltableid", "pupilnolongeronrolltableid").encode()
    assert len(readings(pupils(GOOD.format(n=1)), Source.of_bytes("pupilnolongeronroll.csv", gone))) == 1


def book_of(*cells):
    """A workbook with something in these places."""
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as written:
        sheet = written.add_worksheet()
        for row, column in cells:
            sheet.write(row, column, "Ward")
    return book.getvalue()


def rewritten(book, change, part="xl/worksheets/sheet1.xml"):
    """The same workbook with one part written otherwise."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry, change(content) if entry.filename == part else content)
    return out.getvalue()


FAR = book_of((0, 0), (1048575, 16383))
SMALL = {
    "its last cell": FAR,
    "below and beside": book_of((0, 16383), (1048575, 0)),
    "a row that says its number, and a cell that does not": rewritten(
        book_of((0, 0), (0, 16383), (1048575, 0)), lambda old: old.replace(b' r="A1048576"', b"")
    ),
    "names of another sort": rewritten(
        FAR,
        lambda old: (
            old.replace(b"<c ", b"<x:c ")
            .replace(b"</c>", b"</x:c>")
            .replace(b"<worksheet ", b'<worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main" ')
        ),
    ),
    "what is no XML": rewritten(FAR, lambda old: old.replace(b"<sheetData>", b"<sheetData a=1 a=2>")),
    "a DOCTYPE": rewritten(FAR, lambda old: old.replace(b"<worksheet", b"<!DOCTYPE a><worksheet")),
    "a place nobody knows": rewritten(FAR, lambda old: old.replace(b"XFD1048576", b"XFD99999999999")),
}


@pytest.mark.parametrize("kind", SMALL)
def test_a_small_workbook_whose_cells_lie_far_apart_is_not_laid_out(monkeypatch, kind):
    assert len(SMALL[kind]) < 10_000
    monkeypatch.setattr(workbook.fastexcel, "read_excel", lambda data: pytest.fail("It was laid out."))
    with pytest.raises(BadFile, match="far apart"):
        read_workbook(Source.of_bytes("far.xlsx", SMALL[kind]))


def test_the_control_of_that_cells_near_each_other_are_read_and_an_empty_one_far_below_counts_for_none():
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as written:
        sheet = written.add_worksheet()
        for n, row in enumerate(("Surname", "Ward", "Sole")):
            sheet.write(n, 0, row)
        sheet.write_blank(1048575, 16383, None, written.add_format({"bold": True}))
    assert len(list(read_workbook(Source.of_bytes("near.xlsx", book.getvalue())).records)) == 2


@pytest.mark.parametrize("name", ["content.xml", "xl/workbook.bin"])
def test_a_packed_sheet_of_another_kind_is_not_handed_on(monkeypatch, name):
    packed = io.BytesIO(book_of((0, 0)))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr(name, "x")
    handed_on = []
    monkeypatch.setattr(workbook.fastexcel, "read_excel", handed_on.append)
    with pytest.raises(BadFile, match="Save it again as XLSX"):
        read_workbook(Source.of_bytes("other.xlsx", packed.getvalue()))
    assert not handed_on


def packed(name):
    """A list as a workbook, or in an archive."""
    told = "Surname,Forename,DOB,Class\n" + "".join(f"Weller{n},Kate,2018-02-03,3B\n" for n in range(60))
    file = io.BytesIO()
    if name.endswith("zip"):
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("list.csv", told)
    else:
        with xlsxwriter.Workbook(file) as book:
            sheet = book.add_worksheet()
            for n, line in enumerate(told.splitlines()):
                sheet.write_row(n, 0, line.split(","))
    return file.getvalue()


@pytest.mark.parametrize("name", ["list.zip", "list.xlsx"])
def test_a_packed_file_that_was_spoilt_anywhere_is_refused_with_a_sentence_or_read(name, is_full):
    whole = packed(name)
    assert len(list(read([Source.of_bytes(name, whole)], today=TODAY).content.readings())) == 60
    refused = 0
    for n in range(2_000 if is_full else 60):
        chance, spoilt = Random(n), bytearray(whole)
        for _ in range(chance.randint(1, 20)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        cut = len(spoilt) if n % 3 else chance.randrange(4, len(spoilt))
        try:
            read([Source.of_bytes(name, bytes(spoilt[:cut]))], today=TODAY)
        except BadFile as error:
            refused += str(error).startswith("list")
    assert refused > 30


def test_an_archive_that_unpacks_to_too_much_is_not_opened():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(3):
            archive.writestr(f"xl/{n}.xml", b"0" * 80_000_000)
    with pytest.raises(BadFile, match="unpacks to more than 200 MB"):
        read_workbook(Source.of_bytes("bomb.xlsx", packed.getvalue()))


LINE_ENDS = "\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
CELLS = st.text(st.characters(codec="utf-8", exclude_characters=LINE_ENDS), max_size=12)


@example(rows=[["\x1f\x1f\x1f"] * 3])
@given(st.lists(st.lists(CELLS, min_size=1, max_size=11), max_size=8))
def test_rows_accounted_for_are_rows_present_whatever_they_hold(rows):
    lines = [GOOD.format(n=1), *(",".join(row) for row in rows)]
    delivery = read([pupils(*lines)], today=TODAY)
    found = list(delivery.content.readings())
    counts = sum(c.rows for c in delivery.content.counts)
    present = sum(bool(line.replace(",", "").replace('"', "").strip()) for line in lines)
    assert counts == len(found)
    assert all(r.pupil or r.problems for r in found)
    if '"' not in "".join(lines):
        assert counts == present


@given(st.integers(0, 2), st.sampled_from(['"', ",", '","', '""', "\0", '"x"y']), st.integers(0, 60))
def test_damage_to_one_row_costs_that_row_at_most(row, damage, place):
    good = [GOOD.format(n=n) for n in range(20)]
    hurt = good[row][:place] + damage + good[row][place:]
    found = readings(pupils(*good[:row], hurt, *good[row + 1 :]))
    assert len(found) == 20
    assert sum(r.pupil is None for r in found) <= 1


def test_the_staged_form_gives_the_same_pupil_back():
    for reading in readings(*cut()):
        if reading.pupil:
            assert Pupil.from_json(reading.pupil.as_json()) == reading.pupil


def class_list_file():
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as written:
        sheet = written.add_worksheet("3B")
        sheet.write(0, 0, "Class 3B, autumn")
        sheet.write_row(2, 0, ["Last name", "First Name", "D.O.B.", "Year", "Reg", "Post code", "UPN"])
        day = written.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write_row(3, 0, ["O’Neill", "Zoë"])
        sheet.write_datetime(3, 2, datetime(2018, 2, 3), day)
        sheet.write_row(3, 3, ["Year 3", "3B", "ba148jn", "unknown"])
        sheet.write_row(4, 0, ["Weller", "Kate", "03/02/2018", 3, "3B", "", "unknown"])
        sheet.write_row(5, 0, ["Weller", "Tom", "soon", 3, "3B", "", ""])
    return Source.of_bytes("3B.xlsx", book.getvalue())


def test_a_spreadsheet_with_a_title_and_its_own_headings_is_read():
    zoe, kate, tom = readings(class_list_file())
    assert (zoe.pupil.surname, zoe.pupil.born, zoe.pupil.year) == ("O’Neill", date(2018, 2, 3), "3")
    assert zoe.pupil.addresses[0].postcode == "BA14 8JN"
    assert kate.pupil.born == zoe.pupil.born  # a cell of text is read day first
    assert tom.pupil is None
    assert tom.problems[0].sentence == "3B.xlsx row 6, column D.O.B.: “soon” is not a date. Write it as 3 May 2014."


def two_sheets():
    book = io.BytesIO()
    with xlsxwriter.Workbook(book) as written:
        for name in ("3A", "Empty", "3B"):
            sheet = written.add_worksheet(name)
            if name != "Empty":
                sheet.write_row(0, 0, ["Surname", "Forename", "DOB"])
                sheet.write_row(1, 0, ["Weller", "Kate", 42777])
    return Source.of_bytes("year3.xlsx", book.getvalue())


def test_whoever_sends_several_sheets_is_told_which_were_not_read():
    delivery = read([two_sheets()], today=TODAY)
    (said,) = delivery.content.remarks
    assert "Only the first sheet of year3.xlsx was read" in said and "“3B”" in said and "Empty" not in said
    # Control: one sheet, nothing to say.
    assert read([class_list_file()], today=TODAY).content.remarks == ()


def test_a_day_that_a_spreadsheet_holds_as_a_number_is_read():
    """Worked by hand: 42,777 days after 30 December 1899 is 11 February 2017."""
    (kate,) = readings(two_sheets())
    assert kate.pupil.born == date(2017, 2, 11)
    # Control: in a CSV file such a number may be anything.
    (row,) = readings(Source.of_bytes("list.csv", b"Surname,Forename,DOB\nWeller,Kate,42777\n"))
    assert row.pupil is None


def test_a_settled_mapping_is_used_for_files_with_the_same_headings():
    file = Source.of_bytes("list.csv", b"A,B,C\nWeller,Kate,2014-05-03\n")
    settled = {class_list.signature(["c", "b", "a"]): {"surname": "A", "forename": "B", "born": "C"}}
    (reading,) = read([file], today=TODAY, mapping_for=settled).content.readings()
    assert reading.pupil.surname == "Weller"
    with pytest.raises(BadFile, match="Its headings are: A, B, C"):
        list(read([file], today=TODAY).content.readings())


@pytest.mark.parametrize("whole_name", ["Weller, Kate", "Kate Weller"])
def test_one_column_with_the_whole_name(whole_name):
    (reading,) = readings(Source.of_bytes("l.csv", f'Pupil,DOB\n"{whole_name}",2014-05-03\n'.encode()))
    assert (reading.pupil.forename, reading.pupil.surname) == ("Kate", "Weller")


def test_a_whole_name_of_three_words_is_not_guessed():
    (said,) = sentences(Source.of_bytes("l.csv", b"Pupil,DOB\nAnna Maria Weller,2014-05-03\n"))
    assert "can’t be parted into forename and surname" in said


def test_a_row_that_was_refused_takes_nothing_from_a_good_row_with_its_key():
    nameless = GOOD.format(n=1).replace("2014-May-03 00:00:00", "")
    refused, taken, again = readings(pupils(nameless, GOOD.format(n=1), GOOD.format(n=1)))
    assert refused.pupil is None and taken.pupil is not None
    assert again.pupil is None
    assert again.problems[-1].words == "this is the same pupil as row 3 of pupilonroll.csv. That one was taken."
