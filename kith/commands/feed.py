"""Say where the pupils of a school come from each day, or list what was said."""

import argparse
import getpass
import sys


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("controller", metavar="SLUG", help="whose school: bin/kith controllers")
    parser.add_argument("--school", default="", metavar="LAESTAB", help="which school, where there are several")
    parser.add_argument("--profile", default="", help="how its export is read, such as xporter or wonde")
    parser.add_argument("--at", default="", metavar="ADDRESS", help="where it is asked for")
    parser.add_argument("--outside-id", default="", metavar="ID", help="what the school is called there")
    parser.add_argument("--token", action="store_true", help="ask for the token, which is sealed; nobody sees it again")
    parser.add_argument("--accept", choices=("exact", "rule", "none"), default="rule", help="what goes in by itself")
    parser.add_argument("--stop", action="store_true", help="nothing comes by it any more")


def run(options: argparse.Namespace) -> int:
    from kith.intake.feeds.command import known, set_here, stop_here
    from kith.intake.feeds.keeping import FeedNotSet
    from kith.intake.feeds.profiles import profiles
    from kith.intake.placing import NoPlace

    try:
        if options.stop:
            print(f"The feed of {stop_here(options.controller, options.school)} is stopped.")
        elif options.profile:
            asked = {"profile_name": options.profile, "accept": options.accept, "address": options.at}
            asked |= {"outside_id": options.outside_id, "token": getpass.getpass("Token: ") if options.token else ""}
            school, profile, there, _ = set_here(options.controller, options.school, **asked)
            print(f"{school}: by {profile}, from {there}.")
        else:
            lines = [
                f"{school}: {profile}, {there} ({state})" for school, profile, there, state in known(options.controller)
            ]
            print("\n".join(lines) or "No school here has a feed.")
            print("Profiles: " + ", ".join(f"{one.name} ({one.title})" for one in profiles().values()))
    except (FeedNotSet, NoPlace, LookupError) as error:
        print(error.args[0], file=sys.stderr)
        return 1
    return 0
