"""`python -m kith.commands VERB ...`: choose the database role of the verb, start Django, run it."""

import os
import sys

from kith.commands.verbs import parse


def main(words: list[str]) -> int:
    verb, options = parse(words)
    os.environ["KITH_DB_ROLE"] = verb.role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    return verb.load()(options)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
