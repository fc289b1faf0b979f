"""Files as people bring them, each made here."""

import zipfile
from email.message import EmailMessage
from io import BytesIO
from typing import Any

from PIL import Image

from kith.documents.arriving import Arrived, Ready, arrive

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< >>\n%%EOF\n"
WHERE = "51.7520, -1.2577"


def picture(form: str = "JPEG", size: tuple[int, int] = (3200, 800), mode: str = "RGB") -> bytes:
    """A photograph that says where it was taken, on its side."""
    out, exif = BytesIO(), Image.Exif()
    exif[0x010E], exif[0x0112] = WHERE, 6
    options: dict[str, Any] = {"exif": exif} if form in ("JPEG", "PNG", "WEBP", "TIFF") else {}
    Image.new(mode, size, 120 if mode == "P" else None).save(out, form, **options)
    return out.getvalue()


def pages(form: str, count: int = 3) -> bytes:
    """A scan of several pages, or a picture that moves."""
    first, *rest = (Image.new("RGB", (40, 40), (n * 60, 90, 200 - n * 60)) for n in range(count))
    out = BytesIO()
    first.save(out, form, save_all=True, append_images=rest)
    return out.getvalue()


def old_office(*names: str) -> bytes:
    """A document of before 2007 with these names in its directory."""
    entries = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0") + (2 * len(name) + 2).to_bytes(2, "little") + bytes(62)
        for name in ("Root Entry", *names)
    )
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + entries


def office(
    inside: str = "word/document.xml", *more: str, macros: bool = False, padding: int = 0, types: str = "<Types/>"
) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", types)
        for name in more:
            packed.writestr(name, b"more")
        packed.writestr(inside, b"<document/>" + bytes(padding))
        if macros:
            packed.writestr("word/vbaProject.bin", b"Sub AutoOpen()")
    return out.getvalue()


def mail(*attached: tuple[str, bytes], subject: str = "About Mia", html: bool = False) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "ann@example.org", "lead@example.org", subject
    message["Date"] = "Tue, 03 Mar 2026 09:15:00 +0000"
    message.set_content("She was not collected.\n")
    if html:
        message.add_alternative("<p>She was <b>not</b> collected.</p><script>alert(1)</script>", subtype="html")
    for name, content in attached:
        if name.endswith(".eml"):
            inner = EmailMessage()
            inner["From"], inner["Subject"] = "other@example.org", "Before that"
            inner.set_content(content.decode())
            message.add_attachment(inner, filename=name)
        else:
            message.add_attachment(content, "application", "octet-stream", filename=name)
    return message.as_bytes()


def ready(name: str = "letter.pdf", content: bytes = PDF) -> Ready:
    """One file that is kept."""
    kept, turned = arrive([Arrived.of_bytes(name, content)])
    assert not turned, turned
    return kept[0]
