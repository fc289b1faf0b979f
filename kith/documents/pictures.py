"""A picture as it is kept: no larger than it has to be, and without what the camera wrote into it.

Where it was taken stands in most pictures of a phone, and a family may be hiding there.
"""

from io import BytesIO
from typing import IO

from PIL import Image, ImageOps

from kith.documents.rules import NotTaken, opening

__all__ = ["kept"]

# A page of writing photographed can be read at this.
LONGEST_SIDE = 2560
QUALITY = 85
# What would take more memory than a picture of a camera does is none.
MOST_PIXELS = 80_000_000
SEVERAL = (
    "It is several pictures in one file, of which only the first would be kept. Save them as one PDF and add that."
)
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP")


def kept(file: IO[bytes]) -> tuple[bytes, str]:
    """The picture drawn anew, and its media type. Raises NotTaken where it does not open, or is more than one."""
    with opening("a picture"), Image.open(file, formats=_FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise NotTaken("It has more points than a camera's picture. Make it smaller and add that.")
        if _pages(picture) > 1:
            raise NotTaken(SEVERAL)
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return _drawn(upright)


def _pages(picture: Image.Image) -> int:
    """Pages of a scan, or pictures of a moving one. What a phone puts behind a photograph is the same one again."""
    return 1 if picture.format in ("JPEG", "MPO") else getattr(picture, "n_frames", 1)


def _drawn(picture: Image.Image) -> tuple[bytes, str]:
    """What is drawn stays sharp as PNG, a photograph is small as JPEG. On a new sheet, which carries nothing over."""
    sharp = picture.mode in ("1", "P", "LA", "RGBA")
    mode = "RGBA" if sharp else "RGB"
    sheet = Image.new(mode, picture.size)
    sheet.paste(picture.convert(mode))
    out = BytesIO()
    if sharp:
        sheet.save(out, "PNG", optimize=True)
        return out.getvalue(), "image/png"
    sheet.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue(), "image/jpeg"
