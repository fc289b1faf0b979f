"""Django's migrations, then the settling of policies, rights and views they leave open."""

import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="say nothing unless something is wrong")


def run(options: argparse.Namespace) -> int:
    from django.core.management import call_command

    from kith.tenancy.settle import settle

    call_command("migrate", interactive=False, verbosity=0 if options.quiet else 1)
    settle()
    return 0
