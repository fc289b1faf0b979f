"""`bin/kith VERB`: the verb with a database behind it. A verb that started the server stops it."""

import os
import sys

from starter.account import StarterError
from starter.machine import database, run_verb

HELP = {"-h", "--help"}


def main(words: list[str]) -> int:
    if not words or HELP & set(words):
        return run_verb(dict(os.environ), *(words or ["--help"]))
    try:
        with database() as environment:
            return run_verb(environment, *words)
    except StarterError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
