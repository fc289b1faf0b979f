"""Two posts of a school, two records of one child, and the way from a proposal to one record and back."""

from kith.access.reader import Reader
from kith.people import merging
from kith.people.models import Merge
from kith.reference.roles import Role
from kith.tenancy import tenancy
from tests.jobs.steps import work_off

FIRST, SECOND = Role.DSL, Role.HEADTEACHER
WHY = "The same girl: her mother rang, and the second was written down by mistake."


def propose(school, survivor, merged, *, why=WHY, by=FIRST):
    with school.at_work(by):
        return merging.propose(reader=reader(school, by), survivor=survivor, merged=merged, why=why)


def agree(school, merge, *, by=SECOND, yes=True, words=""):
    with school.at_work(by):
        merging.agree(reader=reader(school, by), merge=merge, yes=yes, words=words)
    work_off()
    return stands(school, merge)


def join(school, survivor, merged, **more):
    """Proposed, agreed and done, or refused with a sentence."""
    return agree(school, propose(school, survivor, merged, **more))


def part(school, merge, *, chosen=(), by=FIRST, second=SECOND, why="They are twins, both are here today."):
    with school.at_work(by):
        merging.ask_to_part(reader=reader(school, by), merge=merge, why=why, chosen=chosen)
    with school.at_work(second):
        merging.part(reader=reader(school, second), merge=merge)
    work_off()
    return stands(school, merge)


def stands(school, merge):
    with tenancy(school.controller.id, system="clock"):
        return Merge.objects.get(id=merge.id)


def reader(school, role):
    return Reader.build(school.posts[role].id, second_factor=True)
