"""Who to sign in as, in words for the terminal."""

from pathlib import Path
from shlex import quote

from kith.demo.staff import PASSWORD, Worker, workers

WORTH_TRYING = (
    ("Tola Okafor", "a teacher: logs a concern, sees that it was read, and nothing else"),
    ("Jan Marsh", "the safeguarding lead of Oakmere: loads pupils, sees their whole story, keeps somebody from it"),
    ("Nadia Farrow", "the safeguarding lead of Hollin Bridge: sees nothing of Oakmere"),
    ("Carol Pugh", "the office of Oakmere: logs concerns as a teacher does"),
    ("Amara Reed", "governor at one place, teacher at another: switches between posts; the report to governors"),
    ("Moira Reid", "the trust’s own safeguarding lead: the report to the board, school by school, and no record"),
    ("Rana Nasser", "the council’s front door: what came, who each child is, what is known"),
    ("Della Voss", "the manager of the front door: decides contacts and referrals, gives a child to a worker"),
    ("Kemal Ibarra", "a social worker: a child looked after, with legal status and placement"),
    ("Martin Poole", "a manager of social workers: closes their work, reviews what was opened in an emergency"),
    ("Hao Mallinson", "an early help worker: an assessment that several agencies write"),
    ("Nasreen Rees", "an inclusion officer: suspensions, counted in the days of the school"),
    ("Hanne Brandt", "the council’s information governance officer: asks the ledger, keeps sharing agreements"),
    ("Joan Tilley", "an administrator of Oakmere: posts and teams there, and no record of a child"),
    ("Nerys Colley", "the administrator of the whole trust: opens schools, sets what holds for all of them"),
    ("Sunita Williams", "an administrator of the council: posts and teams, and no record of a child"),
)


def sign_ins(var: Path | None = None) -> str:
    """Lines to print: who, and how. `var`: the folder it was begun in, where that is not the usual one."""
    there = f"KITH_VAR={quote(str(var))} " if var else ""
    named: dict[str, Worker] = {worker.name: worker for worker in workers()}
    width = max(len(named[name].email) for name, _ in WORTH_TRYING) + 2
    lines = [f"  {named[name].email:<{width}}{what}" for name, what in WORTH_TRYING]
    return "\n".join([
        f"Everybody here is invented. The password of all: {PASSWORD}",
        f"When a code is asked for: {there}bin/kith demo code E-MAIL",
        "",
        *lines,
    ])  # fmt: skip
