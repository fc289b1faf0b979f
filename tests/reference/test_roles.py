"""Every role has its words, the side it works on, and a sentence that says what it is for."""

from kith.reference.codes import code_set
from kith.reference.roles import Role


def test_every_role_is_described_once_and_nothing_else_is():
    assert list(code_set("role").codes) == list(Role)


def test_every_role_says_its_side_and_its_duty():
    for one in code_set("role"):
        assert one.label == Role(one.code).words
        assert one.more["side"] in {"council", "school", "partner", "platform"}
        assert one.more["duty"][0].isupper() and not one.more["duty"].endswith(".")
