"""Give somebody a post: what they do, and where. Their account is made if they have none."""

import argparse
import sys

from kith.reference.roles import Role


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("email", help="the address they sign in with")
    parser.add_argument("--controller", required=True, metavar="SLUG", help="where (bin/kith controllers)")
    parser.add_argument("--place", required=True, help="the name or LAESTAB of the school, service or office")
    parser.add_argument("--role", required=True, choices=[role.value for role in Role], metavar="ROLE",
                        help="one of: " + ", ".join(f"{role.value} ({role.words})" for role in Role))  # fmt: skip
    parser.add_argument("--name", default="", help="as colleagues know them; needed for a new account")


def run(options: argparse.Namespace) -> int:
    from kith.commands.account import link_for
    from kith.organisations.opening import give_post
    from kith.tenancy.models import Controller

    controller = Controller.objects.filter(slug=options.controller).first()
    if controller is None:
        print(f"There is no {options.controller} here: bin/kith controllers lists those there are.", file=sys.stderr)
        return 1
    try:
        what = {"place": options.place, "email": options.email, "name": options.name}
        user, post = give_post(controller.id, role=Role(options.role), **what)
    except LookupError as error:
        print(error.args[0], file=sys.stderr)
        return 1
    print(f"{user.display_name} is {post.title} of {post.organisation.name}.")
    if not user.has_usable_password():
        print(f"They choose a password here, once, within a day:\n{link_for(user)}")
    return 0
