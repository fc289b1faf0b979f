"""A stand-in for clamd: it answers INSTREAM and PING as the protocol says, or in whatever way a test wants."""

import socket
import threading
from collections.abc import Callable
from pathlib import Path

# An invented mark; nothing in the world is known by it.
BAD = b"Kith-Invented-Malware-7f3a"


class StandIn:
    """Listens on a socket in a folder until it is closed. Keeps what was sent to it."""

    def __init__(self, folder: Path, answer: Callable[[bytes], bytes] | None = None) -> None:
        self.path, self.answer = folder / "clamd", answer or said_of
        self.came: list[bytes] = []
        self.listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.listening.bind(str(self.path))
        self.listening.listen()
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def address(self) -> str:
        return f"unix:{self.path}"

    def close(self) -> None:
        self.listening.close()
        self.path.unlink(missing_ok=True)

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self.listening.accept()
            except OSError:
                return
            with line:
                line.sendall(self._said(line.makefile("rb")))

    def _said(self, file: socket.SocketIO) -> bytes:
        command = b""
        while not command.endswith(b"\0"):
            command += file.read(1)
        if command == b"zPING\0":
            return self.answer(b"PING")
        assert command == b"zINSTREAM\0"
        whole = b""
        while size := int.from_bytes(file.read(4), "big"):
            whole += file.read(size)
        self.came.append(whole)
        return self.answer(whole)


def said_of(whole: bytes) -> bytes:
    if whole == b"PING":
        return b"PONG\0"
    return b"stream: Invented.Malware FOUND\0" if BAD in whole else b"stream: OK\0"
