"""A picture as it is kept: no larger than it has to be, and without what the camera wrote into it.

Where it was taken stands in most pictures of a phone, and a family may be hiding there.
"""

from io import BytesIO
from math import isfinite
from typing import IO, cast

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
_SHARP = ("1", "P", "PA", "LA", "RGBA")
_FINE = ("I", "I;16", "I;16B", "I;16L", "I;16N", "F")
WHITE = 255
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "TIFF", "BMP")


def kept(file: IO[bytes]) -> tuple[bytes, str]:
    """The picture drawn anew, and its media type. Raises NotTaken where it does not open, or is more than one."""
    with opening("a picture"), Image.open(file, formats=_FORMATS) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise NotTaken("It has more points than a camera's picture. Make it smaller and add that.")
        if _pages(picture) > 1:
            raise NotTaken(SEVERAL)
        picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        return _drawn(ImageOps.exif_transpose(picture))


def _pages(picture: Image.Image) -> int:
    """Pages of a scan, or pictures of a moving one. What a phone puts behind a photograph is the same one again."""
    return 1 if picture.format in ("JPEG", "MPO") else getattr(picture, "n_frames", 1)


def _drawn(picture: Image.Image) -> tuple[bytes, str]:
    """What is drawn stays sharp as PNG, a photograph is small as JPEG. On a new sheet, which carries nothing over."""
    sharp = picture.mode in _SHARP
    mode = "RGBA" if sharp else "RGB"
    # Points of black and white, or of a palette, can only be left out; colours can be mixed to fewer.
    picture = picture.convert(mode) if sharp else picture
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    sheet = Image.new(mode, picture.size)
    sheet.paste(_in_eight_bits(picture).convert(mode))
    out = BytesIO()
    if sharp:
        sheet.save(out, "PNG", optimize=True)
        return out.getvalue(), "image/png"
    sheet.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue(), "image/jpeg"


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    """Greys finer than are kept, as scanners write them: spread over those that are. To cut them off leaves a white
    sheet."""
    if picture.mode not in _FINE:
        return picture
    greys = (picture.convert("I") if picture.mode.startswith("I;") else picture).convert("F")
    low, high = cast("tuple[float, float]", greys.getextrema())
    if not isfinite(low) or not isfinite(high):
        raise NotTaken("Some of its points have no brightness. Save it as JPEG and add that.")
    if low >= 0 and 1 < high <= WHITE:
        low, high = 0, WHITE
    if low == high:
        low, high = low - 1, high + 1
    step = WHITE / (high - low)
    return greys.point(lambda value: value * step - low * step).convert("L")
