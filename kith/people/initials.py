"""Initials in what somebody wrote may be a pupil they did not name. Pure: words in, initials out."""

import re

# Two or three capitals that stand alone, with or without points: "AS", "A.S.", "A. S.".
_INITIALS = re.compile(r"(?<![\w.])([A-Z])\.?\s?([A-Z])\.?(?:\s?([A-Z])\.?)?(?![\w])")
# What schools write in capitals and mean nobody by.
_WORDS = frozenset(
    "AM PM OK PE IT TV UK EU US ID CP DT RE RS ICT KS TA HT LSA SLT DSL SEN EHC EHA EWO EP GP NHS LA DV DA MP CD DVD PC"
    " SMS FGM CSE CCE TAF TAC PEP LAC CLA CIN MIS PPE RAF BBC XL II III IV VI NO HE WE SO ON IN TO OF AND THE NOT"
    " ALL AN AT IS BE DO UP USB FAQ GCSE".split()
)


def initials_in(words: str) -> frozenset[str]:
    """First and last letter of each: "A.S. pushed BT in PE" has AS and BT."""
    found = ("".join(filter(None, one.groups())) for one in _INITIALS.finditer(words))
    return frozenset(one[0] + one[-1] for one in found if one not in _WORDS)
