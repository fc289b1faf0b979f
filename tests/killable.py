"""A web server that can be killed in the middle of a request, and is back at once.

`python -m tests.killable PORT` loads Kith once; for every line it reads it kills its server without a warning (`kill`)
or starts the next one (`start`), and answers with the word when that is done.
"""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Killable:
    """The server as a test holds it. `url` stays the same over all its lives."""

    def __init__(self, process: "subprocess.Popen[str]", port: int) -> None:
        self._process, self.url = process, f"http://localhost:{port}"

    def start(self) -> None:
        self._tell("start")

    def kill(self) -> None:
        self._tell("kill")

    def _tell(self, word: str) -> None:
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()
        while (said := self._process.stdout.readline()).strip() != word:
            assert said, f"the server did not {word}"


@contextmanager
def a_server(database: Any) -> Iterator[Killable]:
    """One over the clone a test works on, started."""
    from tests.jobs.steps import a_process  # the process below has no apps yet when it reads this file

    port = _free_port()
    with a_process(database, "-m", "tests.killable", str(port), stdin=subprocess.PIPE) as process:
        server = Killable(process, port)
        server.start()
        try:
            yield server
        finally:
            server.kill()


def _free_port() -> int:
    import socket

    with socket.socket() as found:
        found.bind(("localhost", 0))
        return int(found.getsockname()[1])


def _serve(port: int) -> None:
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.servers.basehttp import run
    from django.core.wsgi import get_wsgi_application

    handler, child = StaticFilesHandler(get_wsgi_application()), 0
    for line in sys.stdin:
        if line.strip() == "kill" and child:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            child = 0
        elif line.strip() == "start" and not (child := os.fork()):
            logging.disable()  # one line a request
            run("127.0.0.1", port, handler, threading=True, on_bind=lambda _: print("start", flush=True))
        if line.strip() == "kill":
            print("kill", flush=True)


if __name__ == "__main__":
    _serve(int(sys.argv[1]))
