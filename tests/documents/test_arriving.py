"""Files on their way in: each judged by what is in it, refused with a sentence, and no other lost by it."""

import random
from array import array
from base64 import b64encode
from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kith.documents import arriving, emails, pictures, rules
from kith.documents.arriving import Arrived, arrive
from kith.documents.rules import KINDS, NotTaken, kind_of
from tests.documents.files import PDF, WHERE, mail, office, old_office, pages, picture

# Its words speak of macros, and it carries none.
OLD = old_office("WordDocument", "1Table") + "Macros _VBA_PROJECT".encode("utf-16-le") + bytes(600)


def deep(kind: str, levels: int) -> bytes:
    """An e-mail made to hurt whoever takes it apart."""
    head = b"From: a@example.org\r\n"
    if kind == "message/rfc822":
        return b"".join(head + b"Content-Type: message/rfc822\r\n\r\n" for _ in range(levels)) + head + b"\r\nDeep"
    opened = (b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(levels))
    return head + b"".join(opened) + b"\r\nDeep"


TAKEN = {
    "plan.pdf": PDF, "PLAN.PDF": PDF, "letter.docx": office(), "sums.xlsx": office("xl/workbook.xml"),
    "talk.pptx": office("ppt/presentation.xml"), "old.doc": OLD, "old.xls": OLD, "mail.msg": OLD,
    "note.rtf": b"{\\rtf1 Hello}", "note.txt": "She said café.".encode(), "list.csv": b"a,b\n1,2\n",
    "photo.jpg": picture(), "photo.jpeg": picture(), "drawn.png": picture("PNG", (40, 40), "RGBA"),
    "moving.gif": picture("GIF", (40, 40), "P"), "web.webp": picture("WEBP", (40, 40)),
    "scan.tiff": picture("TIFF", (40, 40)), "old.bmp": picture("BMP", (40, 40)),
    "talk.ppt": old_office("PowerPoint Document") + bytes.fromhex("1f00ff0314000000" "020000040c000000") + bytes(12),
    "plain.odt": office("content.xml", "Basic/Standard/script-lb.xml"), "plain.ods": office("content.xml"),
    "two eyes.jpg": pages("MPO", 2), "heart.txt": b"<3 she wrote", "arrow.csv": b"<- the red house,1\n",
}  # fmt: skip
REFUSED = {
    "empty.pdf": (b"", "empty"),
    "run.exe": (b"MZ" + bytes(100), "not kept"),
    "page.html": (b"<html><script>alert(1)</script>", "not kept"),
    "drawn.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not kept"),
    "packed.zip": (office(), "not kept"),
    "phone.heic": (b"\0\0\0\x18ftypheic", "JPEG"),
    "no ending": (PDF, "not kept"),
    "photo.pdf": (picture(), "not a PDF"),
    "plan.jpg": (PDF, "not a picture"),
    "page.txt": (b"  <html><script>alert(1)</script>", "not plain text"),
    "marked.txt": (b"\xef\xbb\xbf<script>alert(1)</script>", "not plain text"),
    "remark.txt": (b"<!-- --><script>", "not plain text"),
    "run.csv": (b"MZ\x90\0", "not a CSV file"),
    "run.txt": (b"#!/bin/sh\nrm", "not plain text"),
    "locked.docx": (OLD, "not a Word document"),
    "sums.docx": (office("xl/workbook.xml"), "not a Word document"),
    "broken.docx": (office()[:-30], "broken"),
    "macros.docx": (office(macros=True), "macros"),
    "sheets.xlsx": (office("xl/workbook.xml", "xl/macrosheets/sheet1.xml"), "macros"),
    "renamed.docx": (office(types='<Override ContentType="application/vnd.ms-office.vbaProject"/>'), "macros"),
    "module.odt": (office("content.xml", "Basic/Standard/Module1.xml"), "macros"),
    "script.ods": (office("content.xml", "Scripts/python/run.py"), "macros"),
    "old word.doc": (old_office("WordDocument", "Macros", "VBA"), "macros"),
    "old sums.xls": (old_office("Workbook", "_VBA_PROJECT_CUR", "VBA"), "macros"),
    "lower case.xls": (old_office("Workbook", "_vba_project"), "macros"),
    "old talk.ppt": (
        old_office("PowerPoint Document") + bytes.fromhex("1f00ff0314000000020000040c000000070000000100000002000000"),
        "macros",
    ),
    "scan.tiff": (pages("TIFF"), "several pictures"),
    "moving.gif": (pages("GIF"), "several pictures"),
    "moving.webp": (pages("WEBP"), "several pictures"),
    "moving.png": (pages("PNG"), "several pictures"),
    "deep.eml": (deep("multipart/mixed", 1500), "broken"),
    "mails in mails.eml": (deep("message/rfc822", 400), "broken"),
    "bomb.docx": (office(padding=60_000_000), "grow"),
    "broken.jpg": (picture()[:300], "broken"),
    "broken.png": (picture("PNG", (40, 40))[:60], "broken"),
    "none.eml": (b"Just words", "not an e-mail"),
}

BENDING = (
    b"\nContent-Type: text/plain; charset=unicode_escape\n", b"\nContent-Type: text/plain; charset=rot13\n",
    b"\nContent-Type: multipart/mixed; boundary=\n", b"\nContent-Transfer-Encoding: base64\n", b"\\ud800", b"+2AA-",
    b"\nContent-Disposition: attachment; filename*=utf-7''%2B2AA-\n", b"=?utf-7?q?",
    b"\nContent-Type: message/rfc822\n",
    b"\nDate: Tue, 99 Foo 99999\n", b"\nTo: ((((((\n", b"\nContent-Type: message/delivery-status\n",
)  # fmt: skip


def one(name: str, content: bytes) -> arriving.Ready:
    ready, turned = arrive([Arrived.of_bytes(name, content)])
    assert not turned, turned
    return ready[0]


def content_of(ready: arriving.Ready) -> bytes:
    return b"".join(ready.chunks())


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_kept(name: str) -> None:
    ready = one(name, TAKEN[name])
    assert ready.media_type in KINDS and ready.size == len(content_of(ready))
    if not ready.media_type.startswith("image/"):
        assert content_of(ready) == TAKEN[name]


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_refused_says_why_and_nothing_else_is_lost(name: str) -> None:
    content, why = REFUSED[name]
    files = [Arrived.of_bytes("a.pdf", PDF), Arrived.of_bytes(name, content), Arrived.of_bytes("b.pdf", PDF)]
    ready, turned = arrive(files)
    assert [each.name for each in ready] == ["a.pdf", "b.pdf"]
    assert len(turned) == 1 and why in turned[0].sentence and name in turned[0].sentence


def test_every_kind_that_is_kept_was_tried() -> None:
    endings = {name.lower().rpartition(".")[2] for name in TAKEN} | {"eml"}
    tried = {kind.media_type for kind in KINDS.values() if endings & set(kind.endings)}
    assert tried == set(KINDS)


@given(st.binary(max_size=200), st.sampled_from([ending for kind in KINDS.values() for ending in kind.endings]))
def test_whatever_is_in_it_a_file_is_kept_or_refused_with_a_sentence(content: bytes, ending: str) -> None:
    ready, turned = arrive([Arrived.of_bytes(f"any.{ending}", content)])
    assert ready or (len(turned) == 1 and turned[0].why.endswith("."))


def test_too_large_and_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "LARGEST", 10_000_000)
    _, turned = arrive([Arrived("large.pdf", 10_000_001, BytesIO(PDF))])
    assert "larger than 10 MB" in turned[0].why
    ready, turned = arrive([Arrived.of_bytes(f"{n}.pdf", PDF) for n in range(rules.MOST + 2)])
    assert (len(ready), len(turned)) == (rules.MOST, 2)


@given(st.text(max_size=400))
def test_a_name_is_short_and_says_nothing_unseen(name: str) -> None:
    kept = arriving._plain_name(name)
    assert 0 < len(kept) <= arriving.LONGEST_NAME
    assert kept.isprintable() and "/" not in kept and "\\" not in kept


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_picture_forgets_where_it_was_taken(form: str) -> None:
    before = picture(form, (64, 32))
    assert WHERE.encode() in before  # the control: it was there to be found
    kept = content_of(one(f"photo.{form.lower()}", before))
    assert WHERE.encode() not in kept
    with Image.open(BytesIO(kept)) as drawn:
        assert not drawn.getexif() and not set(drawn.info) & {"exif", "icc_profile", "comment", "xmp"}


def test_a_picture_is_made_smaller_and_stands_upright() -> None:
    with Image.open(BytesIO(content_of(one("photo.jpg", picture(size=(4000, 1000)))))) as drawn:
        assert drawn.size == (pictures.LONGEST_SIDE // 4, pictures.LONGEST_SIDE)


def test_a_picture_of_too_many_points_is_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_PIXELS", 100)
    with pytest.raises(NotTaken, match="points"):
        pictures.kept(BytesIO(picture(size=(20, 20))))


# What each form of file may hold, as it is opened again; and two greys of it.
EIGHT, SIXTEEN, WIDE, SHARES = (60, 200), (20_000, 40_000), (100_000, 9_000_000), (0.2, 0.7)
DEPTHS = [
    *((form, mode, EIGHT) for form in ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP") for mode in ("L", "RGB")),
    *((form, "1", (0, 255)) for form in ("PNG", "TIFF", "BMP")),
    *(("JPEG", mode, EIGHT) for mode in ("CMYK", "YCbCr")),
    *(("PNG", mode, EIGHT) for mode in ("LA", "P", "RGBA")),
    *(("TIFF", mode, EIGHT) for mode in ("LA", "P", "PA", "RGBA", "CMYK", "YCbCr", "LAB", "I;16", "I", "F")),
    *((form, mode, SIXTEEN) for form in ("PNG", "TIFF") for mode in ("I;16", "I;16B")),
    *(("TIFF", mode, WIDE) for mode in ("I", "F")),
    ("TIFF", "F", SHARES),
    ("TIFF", "I", (-500, 800)),
]  # fmt: skip


def two_greys(form: str, mode: str, greys: tuple[float, float], size: tuple[int, int]) -> bytes:
    """The left half dark, the right half light."""
    fine, half = mode in pictures._FINE, (size[0] // 2, 0, *size)
    drawn = Image.new("F" if mode == "F" else "I" if fine else "L", size, greys[0])
    drawn.paste(greys[1], half)
    if mode == "LAB":
        drawn = Image.merge("LAB", [drawn, *[Image.new("L", size, 128)] * 2])
    elif mode in ("CMYK", "YCbCr", "RGBA"):
        drawn = drawn.convert("RGB").convert(mode)
    elif mode.startswith("I;16"):
        drawn = drawn.convert("I;16")
        greys_of = array("H", drawn.tobytes())
        if mode == "I;16B":
            greys_of.byteswap()
        drawn = Image.frombytes(mode, size, greys_of.tobytes())
    elif mode != drawn.mode:
        drawn = (drawn.convert("P") if mode == "PA" else drawn).convert(mode)
    out = BytesIO()
    drawn.save(out, form)
    return out.getvalue()


@pytest.mark.parametrize("size", [(40, 40), (3000, 90)])
@pytest.mark.parametrize(("form", "mode", "greys"), DEPTHS)
def test_a_picture_shows_what_it_showed_however_fine_its_greys(
    form: str, mode: str, greys: tuple[float, float], size: tuple[int, int]
) -> None:
    ready = one(f"scan.{form.lower()}", two_greys(form, mode, greys, size))
    with Image.open(BytesIO(content_of(ready))) as kept:
        drawn = kept.convert("L")
        dark, light = (drawn.getpixel((kept.width * n // 4, kept.height // 2)) for n in (1, 3))
    assert light - dark > 100, (dark, light)


def test_a_picture_whose_points_have_no_brightness_is_turned_away_with_a_sentence() -> None:
    _, turned = arrive([Arrived.of_bytes("scan.tiff", two_greys("TIFF", "F", (0.0, float("inf")), (40, 40)))])
    assert "no brightness" in turned[0].why


def test_an_email_is_taken_apart() -> None:
    """What was attached is judged like any other file; what is refused of it takes nothing else along."""
    whole = mail(("plan.pdf", PDF), ("run.exe", b"MZ"), ("photo.jpg", picture()), html=True)
    ready, turned = arrive([Arrived.of_bytes("Re: Mia.eml", whole)])
    assert [(each.name, each.media_type, each.in_mail) for each in ready] == [
        ("Re: Mia.txt", "text/plain", False), ("plan.pdf", "application/pdf", True), ("photo.jpg", "image/jpeg", True),
    ]  # fmt: skip
    text = content_of(ready[0]).decode()
    assert "From: ann@example.org" in text and "She was not collected." in text and "alert" not in text
    assert ready[0].dated == date(2026, 3, 3)
    assert [each.name for each in turned] == ["run.exe"]


def test_an_email_in_an_email_is_taken_apart_too() -> None:
    ready, turned = arrive([Arrived.of_bytes("mail.eml", mail(("inner.eml", b"The day before.")))])
    assert [each.name for each in ready] == ["mail.txt", "inner.txt"] and not turned
    assert b"The day before." in content_of(ready[1])


def test_an_email_that_is_only_a_page_says_its_words_and_runs_nothing() -> None:
    page = (
        b"From: a@example.org\r\nSubject: Mia\r\nContent-Type: text/html\r\n\r\n"
        b"<style>p{}</style><p>First</p><p>Second</p><script>alert(1)</script><img src='http://far.example/x'>"
    )
    text = content_of(one("page.eml", page)).decode()
    assert "First\nSecond" in text and "alert" not in text and "far.example" not in text


def page_mail(page: str, extra: str = "") -> bytes:
    return (
        f"From: a@example.org\r\nSubject: Mia\r\nContent-Type: text/html; charset=utf-8\r\n{extra}\r\n{page}".encode()
    )


PAGES = {
    "a whole page": "<html><head><title>Mia</title></head><body><p>He hit me again</p></body></html>",
    "a head that never ends": "<html><head><meta charset=utf-8><body><p>He hit me again</p></body></html>",
    "a head and no body": "<head><meta charset=utf-8><p>He hit me again</p>",
    "a title that never ends": "<head><title>Mia<body><p>He hit me again</p></body>",
    "upper case": "<HTML><HEAD><META><BODY><P>He hit me again</P></BODY></HTML>",
    "a style that never ends": "<head><style>p {}<body><p>He hit me again</p></body>",
    "a script that never ends": "<body><script>run()<p>He hit me again</p>",
    "a remark that never ends": "<body><!-- Mia<p>He hit me again</p>",
    "a style of a style": "<style><style></style><p>He hit me again</p>",
    "ended too often": "</head></style></title><p>He hit me again</p>",
}


@pytest.mark.parametrize("kind", PAGES)
def test_the_words_of_a_page_are_kept_however_it_was_written(kind: str) -> None:
    assert "He hit me again" in content_of(one("page.eml", page_mail(PAGES[kind]))).decode()


HARD_PAGES = ["<", "<!--", "<a ", "<a>", "<div>x", "<![", "</", "&", "<script>", "<script></", "<table>"]


@pytest.mark.parametrize("piece", HARD_PAGES)
def test_a_page_made_to_take_long_is_read_and_its_words_are_there(piece: str) -> None:
    """Some readers of pages take minutes for a hundredth of this."""
    whole = "<p>He hit me again</p>" + piece * (1_000_000 // len(piece))
    assert "He hit me again" in content_of(one("page.eml", page_mail(whole))).decode()


def test_a_page_is_read_in_the_letters_of_the_mail_and_however_deep_its_words_stand() -> None:
    page = "<meta charset=iso-8859-1>caf\u00e9 \u00a3 \u2019" + "<div>" * 5000 + "He hit me again"
    said = content_of(one("page.eml", page_mail(page))).decode()
    assert "caf\u00e9 \u00a3 \u2019" in said and "He hit me again" in said


@pytest.mark.parametrize(
    ("charset", "body"),
    [
        ("unicode_escape", "\\ud800 <p>He hit me again"),
        ("utf-8", "<?xml version='1.0' encoding='utf-16'?><p>He hit me again"),
    ],
)
def test_a_page_in_letters_nobody_can_write_down_says_the_rest(charset: str, body: str) -> None:
    head = f"From: a@example.org\r\nContent-Type: text/html; charset={charset}\r\n\r\n"
    assert "He hit me again" in content_of(one("page.eml", (head + body).encode())).decode()


def parts(kind: str, *inside: bytes) -> bytes:
    """Parts under one head; each says for itself what it is."""
    edge = f"=_{kind}_{len(inside)}_{sum(map(len, inside))}".encode()
    head = b"Content-Type: multipart/" + kind.encode() + b'; boundary="' + edge + b'"\r\n\r\n'
    return head + b"".join(b"--" + edge + b"\r\n" + one + b"\r\n" for one in inside) + b"--" + edge + b"--\r\n"


def part(media_type: str, content: str, *heads: str) -> bytes:
    return "\r\n".join([f"Content-Type: {media_type}", *heads, "", content]).encode()


def of_parts(mail_parts: bytes) -> tuple[str, list[str], list[str]]:
    """What it says, the names of what is kept beside it, the names of what is not."""
    ready, turned = arrive([Arrived.of_bytes("mail.eml", b"From: a@example.org\r\nSubject: Mia\r\n" + mail_parts)])
    return content_of(ready[0]).decode(), [each.name for each in ready[1:]], [each.name for each in turned]


PLAIN, PAGE = part("text/plain", "She was not collected."), part("text/html", "<p>She was <b>not</b> collected.</p>")
PICTURE = part("image/png", b64encode(picture("PNG", (40, 40), "RGBA")).decode(), "Content-Transfer-Encoding: base64")
CALENDAR = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Strategy meeting\r\nEND:VEVENT\r\nEND:VCALENDAR"


def test_an_invitation_inside_a_mail_is_kept_as_text() -> None:
    whole = parts("alternative", PLAIN, PAGE, part("text/calendar; method=REQUEST", CALENDAR))
    ready, turned = arrive([Arrived.of_bytes("mail.eml", b"From: a@example.org\r\n" + whole)])
    assert [(each.name, each.media_type) for each in ready[1:]] == [("attachment 3.txt", "text/plain")] and not turned
    assert b"Strategy meeting" in content_of(ready[1])


def test_an_invitation_that_was_attached_is_kept_as_text_too() -> None:
    attached = part("text/calendar", CALENDAR, 'Content-Disposition: attachment; filename="invite.ics"')
    assert of_parts(parts("mixed", PLAIN, attached))[1:] == (["invite.txt"], [])


def test_a_mail_with_a_picture_in_its_page_says_its_words_once() -> None:
    said, kept, turned = of_parts(parts("alternative", PLAIN, parts("related", PAGE, PICTURE)))
    assert said.count("collected.") == 1 and "She was not" in said
    assert (kept, turned) == (["attachment 3.png"], [])


def test_where_the_plain_words_of_a_mail_are_blank_its_page_speaks() -> None:
    said, kept, turned = of_parts(parts("alternative", part("text/plain", " \r\n"), PAGE))
    assert "She was not collected." in said and not kept and not turned


def test_words_that_stand_between_attachments_are_said_with_the_rest() -> None:
    said, kept, turned = of_parts(parts("mixed", PLAIN, PICTURE, part("text/html", "<p>Her aunt came.</p>")))
    assert "She was not collected." in said and "Her aunt came." in said
    assert (kept, turned) == (["attachment 2.png"], [])


def test_two_mails_of_two_forms_in_one_say_both() -> None:
    second = parts("alternative", part("text/plain", "Her aunt came."), part("text/html", "<p>Her aunt came.</p>"))
    said, kept, turned = of_parts(parts("mixed", PLAIN, second))
    assert "She was not collected." in said and said.count("Her aunt came.") == 1 and not kept and not turned


def test_a_report_that_a_mail_did_not_arrive_says_of_which_address() -> None:
    status = part("message/delivery-status", "Final-Recipient: rfc822; lead@example.org\r\nAction: failed\r\n")
    whole = b"From: a@example.org\r\n" + parts("report", PLAIN, status)
    ready, turned = arrive([Arrived.of_bytes("mail.eml", whole)])
    assert not turned and b"lead@example.org" in content_of(ready[1])


def test_a_mail_says_whom_an_answer_goes_to_and_who_was_copied_unseen() -> None:
    head = b"From: a@example.org\r\nReply-To: b@example.org\r\nBcc: c@example.org\r\n\r\nWords"
    text = content_of(one("mail.eml", head)).decode()
    assert "Reply-To: b@example.org" in text and "Bcc: c@example.org" in text


def test_a_mail_that_begins_with_a_mark_of_its_letters_is_a_mail() -> None:
    assert b"She was not" in content_of(one("mail.eml", b"\xef\xbb\xbf" + mail()))


def of_many(count: int) -> bytes:
    return b"From: a@example.org\r\n" + parts("mixed", PLAIN, *([part("text/html", "", ATTACHED)] * count))


ATTACHED = 'Content-Disposition: attachment; filename="x.html"'


def test_what_a_mail_brings_is_looked_at_so_often_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused parts count: each of them has been sent to the scanner."""
    looked_at: list[str] = []
    checked = arriving._checked
    monkeypatch.setattr(arriving, "_checked", lambda one: looked_at.append(one.name) or checked(one))
    ready, turned = arrive([Arrived.of_bytes("mail.eml", of_many(rules.MOST + 30))])
    assert len(ready) == 1 and len(looked_at) == rules.MOST
    assert turned[-1].why == arriving.TOO_MANY and len(turned) == rules.MOST
    # The control: of fewer each is looked at, and says why it is not kept.
    looked_at.clear()
    _, turned = arrive([Arrived.of_bytes("mail.eml", of_many(20))])
    assert len(looked_at) == 21 and {each.why for each in turned} == {"It is empty."}


MADE_TO_HURT = {
    "parts": of_many(emails.MOST_EDGES + 1),
    "lines in nested parts": deep("multipart/mixed", 50) + b"\n" * (emails.MOST_STEPS // 50),
}


@pytest.mark.parametrize("kind", MADE_TO_HURT)
def test_a_mail_made_to_take_long_is_turned_away_before_it_is_read(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emails, "message_from_bytes", lambda *_, **__: pytest.fail("It was read."))
    _, turned = arrive([Arrived.of_bytes("mail.eml", MADE_TO_HURT[kind])])
    assert [each.why for each in turned] == [emails.TOO_MANY_PARTS]


def test_the_control_of_that_a_long_mail_of_few_parts_is_kept() -> None:
    whole = b"From: a@example.org\r\n" + parts("mixed", part("text/plain", "Words\n" * 300_000), PICTURE)
    ready, turned = arrive([Arrived.of_bytes("mail.eml", whole)])
    assert len(ready) == 2 and not turned


def test_emails_in_emails_come_to_an_end() -> None:
    inner = b"From: a@example.org\r\nSubject: 0\r\n\r\nDeep"
    for n in range(8):
        head = f"From: a@example.org\r\nSubject: {n}\r\nContent-Type: message/rfc822\r\n\r\n"
        inner = head.encode() + inner
    ready, turned = arrive([Arrived.of_bytes("deep.eml", inner)])
    assert len(ready) <= arriving.DEEPEST and turned[-1].why == arriving.TOO_DEEP


@pytest.mark.parametrize(
    ("charset", "body"), [("utf-7", b"Hello +2AA-"), ("unicode_escape", b"Hello \\ud800"), ("utf-16", b"\xff")]
)
def test_letters_nobody_can_write_down_lose_no_email(charset: str, body: bytes) -> None:
    head = b"From: a@example.org\r\nContent-Type: text/plain; charset=" + charset.encode() + b"\r\n\r\n"
    assert b"From: a@example.org" in content_of(one("odd.eml", head + body))


@given(st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=200)
def test_an_email_somebody_bent_is_kept_or_refused_and_takes_nothing_along(draw: random.Random) -> None:
    """Bytes changed, doubled, taken out, and headers put in that mean something to whoever takes it apart."""
    bent = bytearray(mail(("plan.pdf", PDF), ("inner.eml", b"Before"), html=True))
    for _ in range(draw.randint(1, 8)):
        at = draw.randrange(len(bent))
        until = at + draw.choice((0, 1, 3, 20))
        bent[at:until] = draw.choice((b"", draw.randbytes(3), bytes(bent[at:until]) * 3, *BENDING))
    ready, turned = arrive([Arrived.of_bytes("bent.eml", bytes(bent)), Arrived.of_bytes("b.pdf", PDF)])
    assert ready[-1].name == "b.pdf" and all(each.why.endswith(".") for each in turned)


def test_the_type_is_what_is_in_it_and_not_what_the_browser_said() -> None:
    assert kind_of("x.pdf", PDF).media_type == "application/pdf"
