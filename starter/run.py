"""`bin/run`: everything Kith needs on one machine, from an empty folder to a page to sign in on."""

import argparse
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from starter.account import StarterError
from starter.machine import Environment, database, migrate, run_verb, var_folder
from starter.private import one_at_a_time
from starter.processes import Processes, end_what_was_left

SIGN_INS = "demo-sign-ins.txt"
# What runs beside the pages: one numbers and signs the ledger, the other does what takes longer than a second.
SEALER, WORKER = "kith.audit.sealer_process", "kith.jobs.worker_process"


def main(words: list[str]) -> int:
    options = arguments().parse_args(words)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        end_what_was_left(var_folder() / "log")
        insist_free(options.host, options.port)
        with database() as environment:
            serve(environment, options)
    except StarterError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Everything is kept.")
    return 0


def arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/run", description="Start Kith on this machine.")
    parser.add_argument("--port", type=port, default=8000, help="where the web pages are (default 8000)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: this machine only)")
    parser.add_argument("--empty", action="store_true", help="no demo: start with no councils, schools or children")
    return parser


def port(words: str) -> int:
    """A port a program may listen on."""
    if not words.isdigit() or not 0 < int(words) < 65536:
        raise argparse.ArgumentTypeError(f"{words} is no port: give a number from 1 to 65535.")
    return int(words)


def serve(environment: Environment, options: argparse.Namespace) -> None:
    """Start all processes, say where the pages are, and stay until told to stop or one of them ends."""
    var = Path(environment["KITH_VAR"])
    environment |= {"KITH_HERE": here(options)}
    prepare_server(environment)
    if not options.empty:
        load_demo(environment, var)
    with Processes(environment, var / "log") as processes:
        processes.start("sealer", sys.executable, "-m", SEALER)
        insist_free(options.host, options.port)  # again: loading the demo takes a while
        processes.start("web", *web_command(options.host, options.port))
        wait_until_it_answers(options.host, options.port, processes)
        processes.keep_alive("worker", sys.executable, "-m", WORKER)  # after the pages, which somebody waits for
        print(welcome(options, var), flush=True)
        processes.wait_for_the_first_to_end()


def prepare_server(environment: Environment) -> None:
    """On a named server the migrations run here, if this machine was given the owner's address."""
    if "DATABASE_URL" in os.environ and "DATABASE_OWNER_URL" in environment:
        migrate(environment)


def load_demo(environment: Environment, var: Path) -> None:
    with one_at_a_time(var / "loading"):
        if (var / SIGN_INS).exists():
            return
        if run_verb(environment, "demo", "--if-empty") != 0:
            raise StarterError("The demo could not be loaded, as said above. bin/run --empty starts without.")


def web_command(host: str, port: int) -> list[str]:
    """Two processes of one thread each: on two cores the quickest for pages that wait for the database."""
    granian = str(Path(sys.executable).with_name("granian"))
    flags = ["--interface", "wsgi", "--no-ws", "--workers", "2", "--blocking-threads", "1", "--respawn-failed-workers"]
    return [granian, *flags, "--host", host, "--port", str(port), "config.wsgi:application"]


def insist_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise StarterError(
                f"Port {port} of {host} cannot be used ({error.strerror}). Try: bin/run --port {port + 1}"
            ) from None


def wait_until_it_answers(host: str, port: int, processes: Processes) -> None:
    """Any answer will do, a refusal too: it shows that Kith is there."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        processes.insist_all_run()
        try:
            urllib.request.urlopen(f"http://{host}:{port}/", timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
    raise StarterError("Kith's pages do not answer; see web.log in the folder for logs.")


def here(options: argparse.Namespace) -> str:
    """Where the pages are, as somebody at this machine types it."""
    return f"http://{'localhost' if options.host == '127.0.0.1' else options.host}:{options.port}"


def welcome(options: argparse.Namespace, var: Path) -> str:
    lines = [f"\nKith is at {here(options)}/"]
    if not options.empty and (var / SIGN_INS).exists():
        lines += ["", (var / SIGN_INS).read_text().rstrip()]
    if options.empty:
        lines += ["", "Nobody can sign in yet: docs/how-to/open-a-school.md opens the first place."]
    return "\n".join([*lines, "", f"Data, keys and logs are in {var}. Ctrl-C stops Kith."])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
