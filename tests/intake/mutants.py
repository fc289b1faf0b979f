"""Files of every kind, spoilt in one way each: bytes flipped, elements dropped, doubled, nested, renamed, alphabets
mixed up, files cut short, attributes and texts without end.

Whole rows are not taken out: what is no longer in a file, no reader can tell (a census says whom it lacks instead).
"""

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from kith.intake.sources import Source
from tests.intake.test_oneroster import TABLES
from tests.intake.xml_samples import Told, census, ctf

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
WEIGHTS = range(2, 14)


def upn(n: int) -> str:
    """A valid number that was given to nobody."""
    digits = f"8654001{15 + n % 10}{n:03}"
    return LETTERS[sum(w * int(d) for w, d in zip(WEIGHTS, digits, strict=True)) % 23] + digits


NAMES = ("Kate", "Tom", "Zoë", "Ade", "Mia", "Leo", "Ola", "Fay", "Ines", "Jude", "Nia", "Sam")
FAMILIES = (
    "Weller",
    "Sole",
    "O'Hara-Lund",
    "Adeyemi",
    "Trask",
    "Dray",
    "Quill",
    "Marsh",
    "Pike",
    "Lowe",
    "Ash",
    "Rook",
)
PUPILS = tuple(
    Told(family, name, f"201{n % 8}-0{n % 9 + 1}-1{n % 9}", upn(n), sex="FM"[n % 2], year=str(n % 6 + 1),
         began=f"202{n % 4}-09-0{n % 7 + 1}", street=f"{name} Lane", postcode=f"BA1{n % 9} 8J{'NRSTW'[n % 5]}")
    for n, (family, name) in enumerate(zip(FAMILIES, NAMES, strict=True))
)  # fmt: skip
GONE = tuple(replace(one, left="2026-07-21") for one in PUPILS[9:])


def download() -> dict[str, str]:
    pupils = (
        "pupilonrolltableid,NativeId,dob,surname,forename,middlenames,preferredsurname,formersurname,upn,formerupn,"
        "uniquelearnernumber,sex,entrydate,enrolstatus,ncyearactual\n"
    )
    homes = "addressesonrolltableid,pupilonrolltableid,postcode,paon,street\n"
    for n, one in enumerate(PUPILS):
        pupils += f"{n + 70},8654001,{one.born},{one.surname},{one.forename},,,,{one.upn},,,"
        pupils += f"{one.sex},{one.began},C,{one.year}\n"
        homes += f"{n + 1},{n + 70},{one.postcode},3,{one.street}\n"
    return {"2026_autumn_pupilonroll.csv": pupils, "2026_autumn_addressesonroll.csv": homes}


def class_list() -> str:
    rows = "".join(
        f'{p.surname},{p.forename},{p.born},{p.upn},{p.sex},{p.year},"3, {p.street}",{p.postcode},{p.began}\n'
        for p in PUPILS
    )
    return f"Surname,Forename,DOB,UPN,Sex,Year,Address,Postcode,Entry date\n{rows}"


def roster() -> dict[str, str]:
    heads = {name: text.splitlines()[0] + "\n" for name, text in TABLES.items()}
    users, births, classes = heads["users.csv"], heads["demographics.csv"], heads["enrollments.csv"]
    for n, p in enumerate(PUPILS):
        users += f"u{n}00,active,2026-11-01,true,o1,student,,{{UPN:{p.upn}}},{p.forename},{p.surname},,,,{p.year}\n"
        births += f"u{n}00,active,,{p.born},{'female' if p.sex == 'F' else 'male'}\n"
        classes += f"e{n},active,,c1,o1,u{n}00,student,true,2026-09-01,2027-07-20\n"
    return TABLES | {"users.csv": users, "demographics.csv": births, "enrollments.csv": classes}


KINDS: dict[str, dict[str, str]] = {
    "census": {"oak.xml": census(*PUPILS[:9], gone=GONE)},
    "transfer": {"8654009_CTF_8654001_001.xml": ctf(*PUPILS)},
    "download": download(),
    "class list": {"list.csv": class_list()},
    "roster": roster(),
}


@dataclass(frozen=True)
class Mutant:
    """One delivery with one file spoilt, how, and at which of its lines it was cut off (0: it was not)."""

    kind: str
    how: str
    file: str
    sources: Sequence[Source]
    cut: int = 0


def original(kind: str) -> list[Source]:
    return [Source.of_bytes(name, text.encode()) for name, text in KINDS[kind].items()]


def mutant(seed: int) -> Mutant:
    """The same for the same number, for ever."""
    chance = random.Random(seed)
    kind = chance.choice(list(KINDS))
    file = chance.choice(sorted(KINDS[kind]))
    ways = XML_WAYS if file.endswith(".xml") else CSV_WAYS
    way = chance.choice(ways)
    spoilt = way(chance, KINDS[kind][file])
    data = spoilt if isinstance(spoilt, bytes) else spoilt.encode("utf-8", "surrogatepass")
    files = {name: text.encode() for name, text in KINDS[kind].items()} | {file: data}
    cut = data.count(b"\n") + 1 if way is cut_short else 0
    return Mutant(kind, way.__name__, file, [Source.of_bytes(name, data) for name, data in files.items()], cut)


def flip_bits(chance: random.Random, text: str) -> bytes:
    data = bytearray(text.encode())
    for _ in range(chance.randint(1, 3)):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def other_bytes(chance: random.Random, text: str) -> bytes:
    data = bytearray(text.encode())
    for _ in range(chance.randint(1, 3)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def a_few_gone(chance: random.Random, text: str) -> bytes:
    data = text.encode()
    at = chance.randrange(len(data))
    return data[:at] + data[at + chance.randint(1, 12) :]


def a_few_twice(chance: random.Random, text: str) -> bytes:
    data = text.encode()
    at = chance.randrange(len(data))
    return data[: at + chance.randint(1, 60)] + data[at:]


def cut_short(chance: random.Random, text: str) -> bytes:
    data = text.encode()
    return data[: chance.randrange(1, len(data))]


def other_alphabet(chance: random.Random, text: str) -> bytes:
    said = chance.choice(["utf-8", "utf-16", "windows-1252", "iso-8859-1", "us-ascii", "klingon"])
    written = chance.choice(["utf-8", "utf-16", "cp1252", "utf-8-sig", "utf-16-be"])
    return text.replace('encoding="UTF-8"', f'encoding="{said}"').encode(written, "replace")


def other_value(chance: random.Random, text: str) -> str:
    """A letter or a figure for another one: often a value as good as the one before."""
    at = chance.choice([found.start() for found in re.finditer(r"[0-9A-Za-z]", text)])
    new = chance.choice("0123456789") if text[at].isdigit() else chance.choice("abcdefghijklmnopqrstuvwxyz")
    return text[:at] + new + text[at + 1 :]


def strange_signs(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text))
    return (
        text[:at]
        + chance.choice(['"', "'", "\0", "\n", "\t", "\x85", "\u202e", "&", "<", ">", ";", ",", "ﬀ"])
        + text[at:]
    )


def long_text(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text))
    return text[:at] + chance.choice("x 7") * chance.choice([90, 150, 25_000, 300_000]) + text[at:]


def _elements(text: str, *, records: bool = False) -> list[re.Match[str]]:
    """Leaves of the file; with `records`, whole pupils."""
    form = r"<(PupilOnRoll|Pupil)>.*?</\1>\n" if records else r"<([A-Za-z]+)>[^<]*</\1>"
    return list(re.finditer(form, text, re.DOTALL))


def dropped(chance: random.Random, text: str) -> str:
    one = chance.choice(_elements(text))
    return text[: one.start()] + text[one.end() :]


def doubled(chance: random.Random, text: str) -> str:
    one = chance.choice(_elements(text, records=chance.random() < 0.3))
    return text[: one.end()] + one[0] + text[one.end() :]


def nested(chance: random.Random, text: str) -> str:
    """One element, or pupil, put into another one."""
    records = chance.random() < 0.4
    inner, outer = chance.sample(_elements(text, records=records), 2)
    at = outer.end() - len(f"</{outer[1]}>") - records
    first, last = sorted([(inner.start(), inner.end(), ""), (at, at, inner[0])])
    return text[: first[0]] + first[2] + text[first[1] : last[0]] + last[2] + text[last[1] :]


def deeper(chance: random.Random, text: str) -> str:
    one, deep = chance.choice(_elements(text)), chance.choice([1, 3, 70, 5_000])
    return text[: one.start()] + "<a>" * deep + one[0] + "</a>" * deep + text[one.end() :]


def renamed(chance: random.Random, text: str) -> str:
    one = chance.choice(list(re.finditer(r"<([A-Za-z]+)>", text)))
    closing = text.find(f"</{one[1]}>", one.end())
    new = one[1][:-1] + chance.choice("xyz")
    return (
        text[: one.start()] + f"<{new}>" + text[one.end() : closing] + f"</{new}>" + text[closing + len(one[1]) + 3 :]
    )


def attributes(chance: random.Random, text: str) -> str:
    one = chance.choice(list(re.finditer(r"<[A-Za-z]+(?=>)", text)))
    more = "".join(f' a{n}="{"x" * chance.choice([1, 2_000])}"' for n in range(chance.choice([1, 25])))
    return text[: one.end()] + more + text[one.end() :]


def doctype(chance: random.Random, text: str) -> str:
    word = chance.choice(["Message", "CTfile", "x"])
    return text.replace("?>\n", f'?>\n<!DOCTYPE {word} [<!ENTITY a "b">]>\n', 1).replace("Weller", "&a;", 1)


def odd_numbers(chance: random.Random, text: str) -> str:
    """Signs that look like figures, and figures without end, where any value may stand; also where none did."""
    odd = chance.choice(["²", "③", "٣٤٥", "-1", "1e9", "7" * 5_000])
    homes = [found.start() for found in re.finditer("</Address>", text)]
    if homes and chance.random() < 0.5:
        at, name = chance.choice(homes), "UniquePropertyReferenceNumber"
        return f"{text[:at]}<{name}>{odd}</{name}>{text[at:]}"
    one = chance.choice(_elements(text))
    return text[: one.start()] + f"<{one[1]}>{odd}</{one[1]}>" + text[one.end() :]


def row_twice(chance: random.Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join([*lines, chance.choice(lines)])


def headings_changed(chance: random.Random, text: str) -> str:
    first, rest = text.split("\n", 1)
    at = chance.randrange(len(first))
    return first[:at] + chance.choice("xq,") + first[at + 1 :] + "\n" + rest


Way = Callable[[random.Random, str], str | bytes]
BOTH: tuple[Way, ...] = (
    flip_bits, other_bytes, a_few_gone, a_few_twice, cut_short, other_alphabet, other_value, strange_signs, long_text
)  # fmt: skip
XML_WAYS: tuple[Way, ...] = (*BOTH, dropped, doubled, nested, deeper, renamed, attributes, doctype, odd_numbers)
CSV_WAYS: tuple[Way, ...] = (*BOTH, row_twice, headings_changed)
