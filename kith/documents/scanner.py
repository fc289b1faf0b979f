"""The malware scanner, asked by clamd's own protocol: bytes are sent to it, and it says yes or no.

`KITH_CLAMD` names it: `unix:/run/clamav/clamd.ctl`, or `host:3310`. Where one is named and does not answer, nothing is
taken in; where none is named, nothing is looked through, and administrators are told so.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from os import environ

__all__ = ["Scanner", "ScannerDown", "scanner"]

PIECE = 64 * 1024
SECONDS = 60.0
NO_PLACE = "KITH_CLAMD names no scanner: write unix:/run/clamav/clamd.ctl, or a host and a port as host:3310."
_SOCKET = "unix:"
_LONGEST_ANSWER = 4096


class ScannerDown(Exception):
    """The scanner gave no answer, or none that says yes or no."""


@dataclass(frozen=True)
class Scanner:
    """Where clamd listens."""

    address: str
    seconds: float = SECONDS

    def found(self, chunks: Iterable[bytes]) -> str:
        """The name of what was found in these bytes; empty where nothing was. Raises ScannerDown."""
        answer = self._ask(b"zINSTREAM\0", chunks)
        said = answer.removeprefix("stream: ")
        if said == "OK":
            return ""
        if said.endswith(" FOUND"):
            return said.removesuffix(" FOUND")
        raise ScannerDown(f"the scanner said {said[:200]!r}")

    def is_there(self) -> bool:
        """Whether it answers now."""
        try:
            return self._ask(b"zPING\0") == "PONG"
        except ScannerDown:
            return False

    def _ask(self, command: bytes, chunks: Iterable[bytes] | None = None) -> str:
        try:
            with self._line() as line:
                line.sendall(command)
                if chunks is not None:
                    self._send(line, chunks)
                return self._answer(line)
        except OSError as failure:
            raise ScannerDown(type(failure).__name__) from None

    def _send(self, line: socket.socket, chunks: Iterable[bytes]) -> None:
        """Each piece after its length, and a length of nothing at the end. It may have made up its mind before that."""
        try:
            for chunk in chunks:
                for at in range(0, len(chunk), PIECE):
                    piece = chunk[at : at + PIECE]
                    line.sendall(len(piece).to_bytes(4, "big") + piece)
            line.sendall(bytes(4))
        except (BrokenPipeError, ConnectionResetError):
            return

    def _answer(self, line: socket.socket) -> str:
        said = b""
        while not said.endswith(b"\0"):
            more = line.recv(1024)
            if not more or len(said) > _LONGEST_ANSWER:
                raise ScannerDown("the scanner broke off")
            said += more
        return said[:-1].decode(errors="replace")

    def place(self) -> str | tuple[str, int]:
        """The path of its socket, or its host and port. Raises ScannerDown where neither is named."""
        if self.address.startswith(_SOCKET) and self.address != _SOCKET:
            return self.address.removeprefix(_SOCKET)
        host, _, port = self.address.rpartition(":")
        if not host or not (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536):
            raise ScannerDown(NO_PLACE)
        return host, int(port)

    def _line(self) -> socket.socket:
        place = self.place()
        if not isinstance(place, str):
            return socket.create_connection(place, timeout=self.seconds)
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(self.seconds)
        try:
            line.connect(place)
        except OSError:
            line.close()
            raise
        return line


def scanner() -> Scanner | None:
    """The scanner of this installation; None where none is named."""
    address = environ.get("KITH_CLAMD", "").strip()
    return Scanner(address) if address else None
