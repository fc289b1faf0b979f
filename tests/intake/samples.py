"""The census download the tests work on, and ways to write small files."""

import lzma
from pathlib import Path

from kith.intake.sources import Source

FOLDER = Path(__file__).resolve().parent.parent / "data" / "school_census"
HEADINGS = "pupilonrolltableid,NativeId,dob,surname,forename,upn,sex,entrydate,ncyearactual"


def cut() -> list[Source]:
    """Some sixty rows of every table of the autumn download."""
    return [Source.of_path(path) for path in sorted((FOLDER / "cut").glob("*.csv"))]


def whole() -> list[Source]:
    """All 9,088 pupils on roll and 308 no longer on roll."""
    return [Source.of_bytes(path.stem, lzma.decompress(path.read_bytes())) for path in sorted(FOLDER.glob("*.csv.xz"))]


def unpack_whole(folder: Path) -> list[Path]:
    """The same as files on disk, for verbs."""
    paths = []
    for source in whole():
        with source.open() as packed:
            (folder / source.name).write_bytes(packed.read())
        paths.append(folder / source.name)
    return paths


def pupils(*rows: str, name: str = "pupilonroll.csv", headings: str = HEADINGS, encoding: str = "utf-8") -> Source:
    """A census table of pupils from lines of text."""
    return Source.of_bytes(name, "\n".join([headings, *rows, ""]).encode(encoding))
