"""What a cell should be: read as a value, or answered with a sentence that says what to write instead."""

import re
from datetime import date, timedelta
from functools import lru_cache

from kith.foundation import dates
from kith.foundation.postcode import NotAPostcode, Postcode
from kith.foundation.upn import NotAUpn, Upn
from kith.intake.cells import Cell, Problem
from kith.reference import la_codes

__all__ = [
    "NOT_A_POSTCODE",
    "Refused",
    "read_birth",
    "read_date",
    "read_name",
    "read_postcode",
    "read_sex",
    "read_uln",
    "read_upn",
    "read_uprn",
    "read_year",
]

OLDEST = 1900
LONGEST_NAME = 100
LONGEST_NUMBER = 40
NOT_A_POSTCODE = "postcode is not valid"
# What stood there is not told: slightly spoilt it says where somebody lives all the same, who may have to hide.
NO_POSTCODE = "this is not a postcode. The row was kept without it; look at the file, and write it as CM20 1AA."
# Spreadsheets count days from here, and believe that 1900 had a 29 February.
_DAY_NOUGHT = date(1899, 12, 30)
_DAY_NUMBER = re.compile(r"[1-9][0-9]{3,4}")
WORKBOOKS = (".xlsx", ".xlsm")
YEARS = ("E1", "E2", "N1", "N2", "R", *map(str, range(1, 15)), "M", "X")
_LOOKS_LIKE_A_ULN = re.compile(r"[0-9]{10}")
_WEIGHTS = range(10, 0, -1)
_YEAR_WORDS = {"RECEPTION": "R", "NURSERY": "N1"}
_SEXES = {"m": "M", "male": "M", "boy": "M", "f": "F", "female": "F", "girl": "F"}


class Refused(ValueError):
    """A cell that must be readable is not."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.sentence)


def read_name(cell: Cell, *, called: str) -> str:
    """A name that must be there."""
    text = " ".join(cell.text.split())
    if not text:
        raise Refused(cell.problem(f"there is no {called}. Every row needs one.", about=f"no {called}"))
    if len(text) > LONGEST_NAME:
        words = f"this {called} has {len(text)} characters; {LONGEST_NAME} is the most. Is a column shifted?"
        raise Refused(cell.problem(words, about=f"{called} too long"))
    return text


def read_birth(cell: Cell, *, today: date) -> date:
    """A date of birth that must be there, neither in the future nor before anybody now alive."""
    if not cell.text:
        words = "there is no date of birth. Write it as 3 May 2014."
        raise Refused(cell.problem(words, about="no date of birth"))
    born = read_date(cell)
    if born > today or born.year < OLDEST:
        words = f"“{cell.text}” can’t be a date of birth. Check the year and write it as 3 May 2014."
        raise Refused(cell.problem(words, about="impossible dates of birth"))
    return born


def read_date(cell: Cell) -> date:
    """The date in a cell. A workbook may hold it as a bare number, counted in days: 42777 is 11 February 2017."""
    if cell.origin.file.lower().endswith(WORKBOOKS) and _DAY_NUMBER.fullmatch(cell.text):
        return _DAY_NOUGHT + timedelta(days=int(cell.text))
    try:
        return _day(cell.text)
    except dates.NotADate:
        words = f"“{_short(cell.text)}” is not a date. Write it as 3 May 2014."
        raise Refused(cell.problem(words, about=f"{cell.column} is not a date")) from None


def read_upn(cell: Cell) -> str:
    """A UPN of the right form, check letter and council."""
    try:
        return str(Upn.parse(cell.text, la_codes=la_codes.issuing()))
    except NotAUpn as wrong:
        words = f"“{_short(cell.text)}” is not a valid UPN. {wrong} The row was kept; ask the school for the number."
        about = "UPN is not valid" if "former" not in cell.column.lower() else "former UPN is not valid"
        raise Refused(cell.problem(words, about=about)) from None


def read_uprn(text: str) -> str:
    """A property's number; nothing for 0 and below, and for what only looks like figures."""
    return text if text.isascii() and text.isdigit() and len(text) <= 12 and int(text) > 1 else ""


def read_uln(cell: Cell) -> str:
    """A unique learner number: ten digits, the weights 10 to 1 over them sum to a multiple of 11."""
    digits = "".join(cell.text.split())
    if _LOOKS_LIKE_A_ULN.fullmatch(digits) and sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=True)) % 11 == 0:
        return digits
    words = f"“{_short(cell.text)}” is not a valid ULN. The row was kept; a ULN has 10 digits."
    raise Refused(cell.problem(words, about="ULN is not valid"))


def read_postcode(cell: Cell) -> str:
    try:
        return _postcode(cell.text)
    except NotAPostcode:
        raise Refused(cell.problem(NO_POSTCODE, about=NOT_A_POSTCODE)) from None


def read_sex(cell: Cell) -> str:
    """M or F as the census writes it, or as people do."""
    try:
        return _SEXES[cell.text.lower()]
    except KeyError:
        words = f"“{_short(cell.text)}” is not a sex the census knows. The row was kept without it; write M or F."
        raise Refused(cell.problem(words, about="sex is not M or F")) from None


def read_year(cell: Cell) -> str:
    """A year group by its census code; “Year 4” and “Reception” are read too."""
    code = _year(cell.text)
    if code not in YEARS:
        words = f"“{_short(cell.text)}” is not a year group. The row was kept without it; write R or 1 to 14."
        raise Refused(cell.problem(words, about="year group is not valid"))
    return code


# The same days, postcodes and years stand in thousands of rows.
@lru_cache(maxsize=20_000)
def _day(text: str) -> date:
    return dates.parse_date(text)


@lru_cache(maxsize=20_000)
def _postcode(text: str) -> str:
    return str(Postcode.parse(text))


@lru_cache(maxsize=1_000)
def _year(text: str) -> str:
    bare = re.sub(r"^Y(EAR)?(?=[ \d])", "", text.upper()).strip().lstrip("0")
    return _YEAR_WORDS.get(bare, bare)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
