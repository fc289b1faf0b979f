"""The files of a batch, kept from the moment they arrive until what is in them is in the records or is not wanted.

A job reads them in another process, later, so they lie in the database beside the rows they become: in pieces, packed,
under the same fences as the rows. They go when the batch is committed or cancelled.
"""

import zlib
from collections.abc import Iterator, Sequence
from itertools import groupby

from kith.intake.models import Batch, FilePiece
from kith.intake.sources import Source

__all__ = ["keep", "kept"]

PIECE = 1 << 20


def keep(batch: Batch, sources: Sequence[Source]) -> None:
    """Put the files by, a piece at a time: none of them is ever whole in one statement."""
    whose = {"batch": batch, "holder_id": batch.holder_id}
    for at, source in enumerate(sources):
        for n, data in enumerate(_pieces(source)):
            FilePiece.objects.create(**whose, file=at, name=source.name[:200], n=n, packed=zlib.compress(data, 1))


def kept(batch: Batch) -> list[Source]:
    """The files again, as they arrived. None where they are no longer needed."""
    pieces = batch.pieces.order_by("file", "n").values_list("file", "name", "packed")
    return [_joined(list(part)) for _, part in groupby(pieces.iterator(chunk_size=16), key=lambda piece: piece[0])]


def _joined(pieces: list[tuple[int, str, bytes]]) -> Source:
    return Source.of_bytes(pieces[0][1], b"".join(zlib.decompress(packed) for _, _, packed in pieces))


def _pieces(source: Source) -> Iterator[bytes]:
    with source.open() as raw:
        while data := raw.read(PIECE):
            yield data
