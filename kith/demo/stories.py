"""What the invented schools noticed: the words of concerns, by kind, and what became of each."""

from dataclasses import dataclass
from random import Random
from typing import Any


@dataclass(frozen=True)
class Told:
    """What somebody wrote about a child. `{name}` stands for the child's first name."""

    category: str
    description: str
    words: str = ""
    action: str = "Told the safeguarding lead."
    origin: str = "seen"
    place: str = "Classroom"
    told_parent: str = ""
    marks: tuple[dict[str, Any], ...] = ()
    youngest: int = 0


TOLD = (
    Told("home", "{name} came without a coat or lunch for the second day this week and was very tired.",
         "Mum was asleep so I got myself up.", "Found a spare coat and told the kitchen. Told the lead.", youngest=1),
    Told("home", "{name} said there has been shouting at home at night and that the neighbours knocked.",
         "It was really loud and I put my pillow on my head.", origin="told_by_child", youngest=1),
    Told("domestic_abuse", "{name} drew their family with one person behind a door and said that they hide there.",
         "When they fight I go in the cupboard with my brother.", origin="told_by_child", told_parent="no_not_safe"),
    Told("attendance", "{name} has been late on nine mornings since half term, by twenty minutes or more.",
         "", "Spoke to {name} about mornings. Told the attendance lead.", place="Reception desk", told_parent="yes"),
    Told("attendance", "{name} was away for three days and nobody rang. The phone at home was not answered.",
         "", "Rang both numbers, left a message.", origin="noticed", place="Office"),
    Told("bullying", "{name} was in tears after break and would not go back out to the playground.",
         "They say I smell and nobody will sit with me.", "Sat with {name}; told the class teacher.",
         place="Playground", told_parent="yes"),
    Told("bullying", "A group was filming {name} in the changing room and laughing.",
         "It is in the group chat.", "Took the phone to the office, unopened.", place="Changing room", youngest=7),
    Told("behaviour", "{name} threw a chair during maths and then ran to the field. Nobody was hurt.",
         "My head was too full.", "Walked with {name} until calm.", told_parent="yes"),
    Told("mental_health", "{name} has stopped eating with the others and wears long sleeves in PE.",
         "I just do not feel hungry any more.", origin="noticed", place="Hall", youngest=5),
    Told("mental_health", "{name} said they do not see the point of anything.",
         "It would be easier if I was not here.", "Stayed with {name} and fetched the safeguarding lead at once.",
         origin="told_by_child", youngest=7),
    Told("online_safety", "{name} plays a game at night with somebody they call a friend, who is grown up.",
         "He said not to tell because people would be jealous.", origin="told_by_child", youngest=3),
    Told("send", "{name} could not follow the instructions and covered their ears when the group was loud.",
         "", "Moved {name} to a quiet table.", told_parent="yes"),
    Told("medical", "{name}’s inhaler was empty for the third week. {name} was wheezing after PE.",
         "Dad says he will get it on Friday.", "Used the school’s inhaler as the plan says.", place="Hall"),
    Told("young_carer", "{name} asked to keep a phone on in class, for their mother, who uses a wheelchair.",
         "If I do not answer she worries, and then she falls.", origin="told_by_child", youngest=4),
    Told("child_protection", "{name} had two bruises on the left upper arm that looked like finger marks.",
         "He grabbed me because I spilled the milk.", "Told the lead straight away, in person.",
         told_parent="no_not_safe",
         marks=(
             {"site": "front.left_upper_arm", "type": "bruise", "size_cm": 2, "skin_broken": False,
              "explanation": "He grabbed me."},
             {"site": "front.left_upper_arm", "type": "bruise", "size_cm": 3, "skin_broken": False},
         )),
    Told("child_protection", "{name} flinched when I reached past for a book, and has a mark on the right forearm.",
         "I am not allowed to say.", "Did not ask further. Told the lead.", told_parent="no_not_safe",
         marks=({"site": "front.right_forearm", "type": "bruise", "size_cm": 4, "skin_broken": False},)),
    Told("exploitation_missing", "{name} had a new phone and trainers and was met at the gate by a man in a car.",
         "He is my cousin. Sort of.", "Noted the time and the car. Told the lead.", place="School gate", youngest=8),
    Told("prejudice", "{name} was told to go back to where they came from, in the lunch queue.",
         "They always say it.", "Stopped it; wrote down who was there.", place="Dining hall", told_parent="yes"),
    Told("child_on_child", "{name} was pushed against the lockers by two older pupils, who took their bag.",
         "They do it every Thursday.", place="Corridor", youngest=6),
    Told("substance_misuse", "{name} smelled strongly of cannabis after lunch and could not keep awake.",
         "", "Fetched the first aider.", origin="noticed", youngest=8),
    Told("communication", "{name}’s grandmother rang: the family is staying with her since the weekend.",
         "", "Wrote down the address she gave; told the office.", origin="told_by_other", place="By telephone"),
    Told("early_help", "{name}’s mother asked at the gate whether anybody could help with the evenings.",
         "", "Gave her the number of the family hub.", origin="told_by_other", place="School gate", told_parent="yes"),
    Told("cause_for_concern", "{name} took food from two other children’s bags and put it in a pocket for later.",
         "It is for my sister.", origin="seen", place="Cloakroom"),
)  # fmt: skip

# How far the lead has got, from newest to oldest, and how often. A week-old concern is rarely still unread.
PATHS: tuple[tuple[tuple[str, ...], int], ...] = (
    ((), 8),
    (("triaged",), 14),
    (("triaged", "active"), 26),
    (("triaged", "monitoring"), 22),
    (("triaged", "active", "closed"), 20),
    (("triaged", "closed"), 8),
    (("triaged", "active", "closed", "reopened", "active"), 2),
)
OUTCOMES = ("resolved", "early_help", "referred", "open_case", "plan", "no_further_action")
RATIONALES = {
    "closed": "Talked through with the child and at home; nothing further is planned.",
    "reopened": "It has happened again since.",
}


def story(random: Random, year: int) -> Told:
    """One that can be told about a child in this school year (reception is 0)."""
    return random.choice([told for told in TOLD if told.youngest <= max(0, year)])


def path(random: Random, days_ago: int) -> tuple[str, ...]:
    """The stages it went through since. What is older has come further."""
    paths = [one for one, _ in PATHS]
    weights = [often if days_ago > 5 or len(one) < 2 else 1 for one, often in PATHS]
    if days_ago > 10:
        weights[0] = 0
    return random.choices(paths, weights)[0]


def shared_answers(told: Told, name: str) -> dict[str, Any]:
    """What the form says about the matter itself."""
    answers = {
        "danger_now": False,
        "origin": told.origin,
        "description": told.description.format(name=name),
        "place": told.place,
        "category_suggested": told.category,
        "immediate_action": told.action.format(name=name),
    }
    if told.told_parent:
        answers["told_parent"] = told.told_parent
    if told.told_parent.startswith("no"):
        answers["why_not_told"] = "It may make things worse at home until we know more."
    return answers


def own_answers(told: Told) -> dict[str, Any]:
    """What the form says about this child alone: their own words, and marks that were seen."""
    answers: dict[str, Any] = {"child_words": told.words} if told.words else {}
    if told.marks:
        answers |= {"mark_seen": True, "marks": [dict(mark) for mark in told.marks]}
    return answers
