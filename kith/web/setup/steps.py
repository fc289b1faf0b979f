"""The steps of setting a school up, each done by itself once the fact is there. Pure."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from kith.accounts.rules import PROFILES, in_words
from kith.foundation.dates import in_words as day_in_words
from kith.foundation.dates import today
from kith.reference.roles import Role
from kith.web.presenters import Status
from kith.web.setup.facts import Facts

__all__ = ["STEPS", "Shown", "sentence", "shown"]

LEADERS = (Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER)
# Whoever keeps all of a controller sets these; they may be left as they are.
FOR_ALL = frozenset({"categories", "passwords", "time_out", "colour", "agreement"})
# Whoever keeps the posts of the school itself does these.
HERE = frozenset({"chair"})
# Of these a school may say for itself what is otherwise there: the page that does it.
ALSO_HERE = {"categories": "kinds_here"}
TWO_POSTS = "A head who leads safeguarding too needs both posts: in the list of staff they are “Head and DSL”."
MAY_STAY = frozenset({"categories", "passwords", "time_out", "colour"})


@dataclass(frozen=True)
class Step:
    """One thing to set up: what it is, what says that it is there, the words for both, and the page that does it."""

    name: str
    title: str
    told: Callable[[Facts], str]
    left: Callable[[Facts], str]
    page: str
    link: str


@dataclass(frozen=True)
class Shown:
    """A step as the page shows it."""

    name: str
    number: int
    title: str
    status: Status
    words: str
    page: str
    link: str
    # Who does it, where that is not this reader; and whether this reader may leave it as it is.
    whose: str
    may_stay: bool

    @property
    def theirs(self) -> bool:
        return not self.whose


def _many(count: int, one: str, more: str) -> str:
    return f"{one if count == 1 else f'{count} {more}'}"


def _numbered(facts: Facts) -> str:
    number = facts.place.laestab
    return f"{facts.place.name}, LAESTAB {number[:3]}/{number[3:]}." if number else ""


def _children(facts: Facts) -> str:
    """Who is on the roll, and whose file is kept beside."""
    others = facts.children - facts.on_roll
    if others < 1:
        return f"{_many(facts.on_roll, 'One child is', 'children are')} on the roll." if facts.on_roll else ""
    kept = _many(others, "the file of one child who is not", "children who are not")
    if not facts.on_roll:
        return f"{_many(others, 'One child has a file', 'children have files')}; nobody is on the roll."
    files = kept if others == 1 else f"the files of {kept}"
    return f"{_many(facts.on_roll, 'One child is', 'children are')} on the roll; {files} are kept too."


def _without(facts: Facts) -> list[str]:
    return [role.words for role in LEADERS if not facts.roles.get(role)]


def _leaders(facts: Facts) -> str:
    return "" if _without(facts) else "The lead, a deputy and the head have their posts."


def _staff(facts: Facts) -> str:
    others = facts.staff - sum(facts.roles.get(role, 0) for role in LEADERS)
    if others < 1:
        return ""
    return f"{_many(facts.people, 'One person has a post', 'people have posts')}; {facts.signed_in} have signed in."


def _terms(facts: Facts) -> str:
    """Until the last of them is over: then the next are to be told."""
    known = facts.terms_until
    return f"Known until {day_in_words(known)}." if known and known >= today() else ""


def _chaired(facts: Facts) -> str:
    return f"{facts.chair} chairs them, and reads what is written about a head." if facts.chair else ""


def _passwords(facts: Facts) -> str:
    chosen = str(facts.settings.get("password_profile", ""))
    return f"Chosen: {in_words(PROFILES[chosen])}" if chosen in PROFILES else ""


def _chosen(name: str, words: str) -> Callable[[Facts], str]:
    return lambda facts: words.format(facts.settings[name]) if facts.settings.get(name) else ""


def _trained(facts: Facts) -> str:
    return f"Training is kept for {_many(facts.trained, 'one person', 'people')}." if facts.trained else ""


def _always(words: str) -> Callable[[Facts], str]:
    return lambda facts: words


STEPS = (
    Step("number", "Name and number of the school", _numbered,
         _always("Its LAESTAB, so that files from outside find it."), "places", "Say its number"),
    Step("leaders", "The lead, a deputy and the head", _leaders,
         lambda facts: f"Still without a post: {', '.join(_without(facts))}. {TWO_POSTS}", "several",
         "Give them their posts"),
    Step("chair", "The chair of governors", _chaired,
         _always("What is written about a head goes to the chair alone: until one is named, nobody may read it."),
         "chair_of_governors", "Name the chair"),
    Step("pupils", "Pupils", _children,
         _always("The lead or the head brings them in under Imports: a class list, the census or a transfer file. "
                 "Or set a daily feed."), "feed", "Set a daily feed"),
    Step("staff", "Staff", _staff, _always("Many at once, from a list with names, addresses and roles."), "several",
         "Invite staff from a list"),
    Step("terms", "Terms", _terms,
         _always("First and last days of terms, and days without pupils: what is due within school days goes by them."),
         "terms", "Say the terms"),
    Step("categories", "Kinds of concern", lambda f: "Made to fit this school." if f.adjusted else "",
         _always("Look through what a concern can be, and make it fit."), "kinds", "Look at the kinds of concern"),
    Step("passwords", "Rules for passwords", _passwords,
         _always("Long passwords that never lapse, or shorter ones that change each 60 days."),
         "own_settings", "Choose the rules"),
    Step("time_out", "Time-out", _chosen("idle_minutes", "After {} minutes of a pause the password is asked for."),
         _always("After 15 minutes of a pause the password is asked for again."), "own_settings", "Set the time-out"),
    Step("colour", "Colour of the pages", _chosen("colour", "The stripe at the top is {}."),
         _always("The stripe at the top can have the school’s colour."), "own_settings", "Choose a colour"),
    Step("agreement", "What everybody agrees to",
         lambda facts: f"Wording {facts.agreement} is in force." if facts.agreement else "",
         _always("Nobody sees a child before they have agreed to a wording."), "agreement_text", "Publish the wording"),
    Step("training", "Training of staff", _trained, _always("Who was trained in what, and until when it counts."),
         "training", "Write training down"),
)  # fmt: skip


def shown(facts: Facts, *, keeps_all: bool, is_here: bool) -> tuple[Shown, ...]:
    """Each step of a place: done where the fact is there or it was looked at and left."""
    not_theirs = {} if keeps_all else dict.fromkeys(FOR_ALL, _said_by(facts.of_all, OF_ALL, NOBODY_OF_ALL))
    not_theirs |= {} if is_here else dict.fromkeys(HERE, _said_by(facts.here, OF_HERE, NOBODY_HERE))
    own = ALSO_HERE if is_here and not keeps_all else {}
    whose = {name: said for name, said in not_theirs.items() if name not in own}
    steps = (replace(step, page=own.get(step.name, step.page)) for step in STEPS)
    return tuple(_shown(step, n, facts, whose.get(step.name, "")) for n, step in enumerate(steps, 1))


def _shown(step: Step, number: int, facts: Facts, whose: str) -> Shown:
    told = step.told(facts)
    stays = step.name in facts.looked_at and not told
    status = Status("ok", "ok", "Done") if told or stays else Status("due", "due", "To do")
    words = f"Looked at, and left. {step.left(facts)}" if stays else told or step.left(facts)
    may_stay = not whose and step.name in MAY_STAY and not told and not stays
    return Shown(step.name, number, step.title, status, words, step.page, step.link, whose, may_stay)


OF_ALL = "{} sets this, for all of it."
NOBODY_OF_ALL = "A system administrator sets this, and nobody has that post: ask whoever runs Kith for you."
OF_HERE = "{} sets this, who keeps the posts of this school."
NOBODY_HERE = (
    "An administrator of the school itself sets this, and nobody has that post yet: give it under People and posts."
)


def _said_by(names: tuple[str, ...], words: str, nobody: str) -> str:
    return words.format(" or ".join(sorted(set(names)))) if names else nobody


def sentence(steps: tuple[Shown, ...]) -> str:
    """What is left, in a sentence; next comes what this reader may do."""
    left = [one for one in steps if one.status.words != "Done"]
    if not left:
        return "All of it is done. Anybody who works here can log a concern."
    done = f"{len(steps) - len(left)} of {len(steps)} steps are done."
    mine = next((one.title for one in left if one.theirs), "")
    if not mine:
        return f"{done} What is left is set by somebody else, who is named beside it."
    return f"{done} Next: {mine[0].lower()}{mine[1:]}."
