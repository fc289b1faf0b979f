"""Where sealed documents lie: a folder of this machine, or a store that speaks S3. Neither can read one."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import lru_cache
from os import environ
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID, uuid4

import obstore

from kith.foundation import places

CHUNK = 1024 * 1024


class NotStored(LookupError):
    """There are no bytes of this document."""


class Store(Protocol):
    """Bytes by controller and document. What is put is there whole or not at all, each under an id that is new."""

    def put(self, controller: UUID, document: UUID, chunks: Iterable[bytes]) -> None: ...
    def get(self, controller: UUID, document: UUID) -> Iterator[bytes]: ...
    def size(self, controller: UUID, document: UUID) -> int: ...
    def delete(self, controller: UUID, document: UUID) -> None: ...
    def documents(self, controller: UUID) -> Iterator[UUID]: ...


class FolderStore:
    """A file for each document, for its owner only, in a folder for each controller."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, controller: UUID, document: UUID, chunks: Iterable[bytes]) -> None:
        path = self._path(controller, document)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        making = path.with_name(f".{uuid4()}")
        try:
            with os.fdopen(os.open(making, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
                file.writelines(chunks)
                file.flush()
                os.fsync(file.fileno())
            path.hardlink_to(making)
            _keep_entry(path.parent)
        finally:
            making.unlink(missing_ok=True)

    def get(self, controller: UUID, document: UUID) -> Iterator[bytes]:
        with self._path(controller, document).open("rb") as file:
            while chunk := file.read(CHUNK):
                yield chunk

    def size(self, controller: UUID, document: UUID) -> int:
        try:
            return self._path(controller, document).stat().st_size
        except FileNotFoundError:
            raise NotStored(str(document)) from None

    def delete(self, controller: UUID, document: UUID) -> None:
        self._path(controller, document).unlink(missing_ok=True)

    def documents(self, controller: UUID) -> Iterator[UUID]:
        folder = self.folder / str(controller)
        names = sorted(os.listdir(folder)) if folder.exists() else []
        return (UUID(name) for name in names if not name.startswith("."))

    def _path(self, controller: UUID, document: UUID) -> Path:
        return self.folder / str(controller) / str(document)


class ObjectStore:
    """The same in a bucket: S3 or what speaks like it, by `obstore`."""

    def __init__(self, bucket: Any) -> None:
        self.bucket = bucket

    def put(self, controller: UUID, document: UUID, chunks: Iterable[bytes]) -> None:
        obstore.put(self.bucket, _key(controller, document), iter(chunks), chunk_size=CHUNK * 5)

    def get(self, controller: UUID, document: UUID) -> Iterator[bytes]:
        for chunk in obstore.get(self.bucket, _key(controller, document)).stream(min_chunk_size=CHUNK):
            yield bytes(chunk)

    def size(self, controller: UUID, document: UUID) -> int:
        try:
            return int(obstore.head(self.bucket, _key(controller, document))["size"])
        except FileNotFoundError:
            raise NotStored(str(document)) from None

    def delete(self, controller: UUID, document: UUID) -> None:
        try:
            obstore.delete(self.bucket, _key(controller, document))
        except FileNotFoundError:
            return

    def documents(self, controller: UUID) -> Iterator[UUID]:
        for some in obstore.list(self.bucket, prefix=str(controller)):
            yield from (UUID(one["path"].rpartition("/")[2]) for one in some)


def store() -> Store:
    """The store of this installation: `KITH_DOCUMENTS` is a folder, or the address of a bucket (`s3://name/folder`)."""
    return _store(environ.get("KITH_DOCUMENTS") or str(places.var() / "documents"))


@lru_cache(maxsize=4)
def _store(where: str) -> Store:
    return ObjectStore(obstore.store.from_url(where)) if "://" in where else FolderStore(Path(where))


def _key(controller: UUID, document: UUID) -> str:
    return f"{controller}/{document}"


def _keep_entry(folder: Path) -> None:
    """A new name is on the disk only once its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
