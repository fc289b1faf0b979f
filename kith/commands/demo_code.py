"""The code that somebody of the demo would read from their app now."""

import argparse
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", help="the address they sign in with")


def run(options: argparse.Namespace) -> int:
    from kith.demo.staff import code_now, secret_of, workers

    email = options.email.strip().casefold()
    if email not in {worker.email for worker in workers()}:
        print(f"Nobody of the demo signs in as {email}.", file=sys.stderr)
        return 1
    print(code_now(secret_of(email)))
    return 0
