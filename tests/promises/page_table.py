"""Every page of Kith, one line each, with who must be shown it by the answers written by hand.

A new page needs a new line here, or the promise fails. A line says

    Page("name of the address", who, about="thing")

*name*: as in `urls.py`. *who*: what the hand-written answers must hold for a role to be shown the page:
`answers("person", "read")` of somebody this role is or is not tied to, `anywhere("concern", "read")` for a page that is
about nobody in particular, two of them joined with `&`, `only(Role.TEAM_MANAGER)`, `EVERYBODY` for each post at work,
`DOOR` for what comes before a post is chosen. *about*: a thing of `page_world.things` whose ids the address takes;
the walk also asks for the same thing of another school, and for one that is not there. *posts*: what a form
sends, so that the page does what it is for; `<child>` in it is the id of the child (`World.sends`).
A page may have two lines, for two things. Each is asked with GET and with POST, whatever it takes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from kith.reference.roles import Role
from kith.web.record.areas import OURS
from tests.access.expected import expected

# Ties that a grant on a child gives; the others come from the hour, the category, or having written it.
BY_GRANT = ("allocated", "chair", "delegated", "dated_grant", "sar", "subject", "involved", "form", "carer")
EVER = ("-", "edt", *BY_GRANT, "category", "author", "break_glass", "chair_of_governors")
# Who gives a child's work to somebody.
LEADS_WORK = (Role.MASH_MANAGER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE)
# Who answers for whether a record is of one person.
MERGERS = (Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER, Role.MASH_MANAGER, Role.TEAM_MANAGER)
# Who shows a document to a colleague for a time.
SHARERS = (*MERGERS, Role.SERVICE_MANAGER)
# Who keeps somebody from a file, or closes it further.
CUSTODIANS = (Role.DSL, Role.HEADTEACHER, Role.HEAD_OF_SERVICE, Role.DCS)
# Whose own category a concern is; to everybody else it is one of others.
OWN = {
    Role.PASTORAL_LEAD: "bullying",
    Role.SENCO: "send",
    Role.ATTENDANCE_LEAD: "attendance",
    Role.DESIGNATED_TEACHER: "cin_cp_cla",
}


@dataclass(frozen=True)
class Who:
    """Whether a role is shown a page: with the ties it has to the thing, and with any tie there is."""

    here: Callable[[Role, tuple[str, ...]], bool]
    ever: Callable[[Role], bool]

    def __and__(self, other: Who) -> Who:
        return Who(lambda r, t: self.here(r, t) and other.here(r, t), lambda r: self.ever(r) and other.ever(r))


def holds(role: Role, kind: str, verb: str, ties: tuple[str, ...]) -> bool:
    """Whether the answers give this with any of these ties."""
    return any(verb in expected().verbs(role, kind, tie) for tie in ties)


def answers(kind: str, verb: str, *more: str) -> Who:
    """This verb on this thing; `more` are ties that this page itself brings."""
    return Who(lambda r, ties: holds(r, kind, verb, (*ties, *more)), lambda r: holds(r, kind, verb, EVER))


def anywhere(kind: str, verb: str) -> Who:
    """This verb on something, whatever it is."""
    return Who(lambda r, ties: holds(r, kind, verb, EVER), lambda r: holds(r, kind, verb, EVER))


def of_the_area(kind: str, verb: str) -> Who:
    """The same of a service area. Partners do so under an agreement, and in this world there is none."""
    is_ours = lambda r: r != "partner_user" and holds(r, kind, verb, EVER)  # noqa: E731
    return Who(lambda r, ties: is_ours(r), is_ours)


def at_large(kind: str, verb: str) -> Who:
    """This verb by the role alone: no tie to one child opens what is about all of them."""
    plain = ("-", "edt")
    return Who(lambda r, ties: holds(r, kind, verb, plain), lambda r: holds(r, kind, verb, plain))


def answers_for(*roles: Role) -> Who:
    """What is done for a whole holder or controller at once: these roles and no other, whatever ties them."""
    return Who(lambda r, ties: r in roles, lambda r: r in roles)


def any_of(*several: Who) -> Who:
    return Who(lambda r, t: any(one.here(r, t) for one in several), lambda r: any(one.ever(r) for one in several))


def only(*roles: Role) -> Who:
    return Who(lambda r, ties: r in roles, lambda r: True)


def _concern(kind: str, verb: str) -> Who:
    """A concern: in the child protection category, or in the role's own category where it has one."""

    def here(role: Role, ties: tuple[str, ...]) -> bool:
        own = ("category",) if kind == "concern" and role in OWN else ()
        return holds(role, kind, verb, (*ties, *own))

    return Who(here, lambda role: holds(role, "concern", verb, EVER))


def _writer_of(kind: str) -> Who:
    """Whoever may read this concern, and works on some concern."""
    read, write = _concern(kind, "read"), anywhere(kind, "write")
    return Who(lambda r, ties: read.here(r, ties) and write.here(r, ties), write.ever)


def _leads(kind: str) -> Who:
    """Whoever works on this concern; of a page that somebody else may find too."""
    return Who(_concern(kind, "write").here, lambda r: True)


def breaks_glass() -> Who:
    def ever(role: Role) -> bool:
        return any(r == role and tie == "break_glass" for r, _, tie in expected().plain)

    return Who(lambda role, ties: ever(role), ever)


@dataclass(frozen=True)
class Page:
    """One line of the table."""

    name: str
    who: Who
    about: str = ""
    posts: dict[str, str] = field(default_factory=dict)


EVERYBODY = only(*Role)
# Nobody asks a governor or an administrator to do something about a child.
OF_NO_CHILD = {Role.GOVERNOR, Role.SAFEGUARDING_GOVERNOR, Role.LOCAL_ADMIN, Role.SYSTEM_ADMIN}
WITH_CHILDREN = only(*(role for role in Role if role not in OF_NO_CHILD))
# Those who answer for the file of every child a holder keeps. Writing about one is not enough: a social worker does.
KEEPERS = answers_for(Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER, Role.MASH_MANAGER)
# They answer for what their school sends to the next one.
SENDERS = answers_for(Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER)
# They ask after children who left for nobody knows where.
CHASERS = answers_for(Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER, Role.ATTENDANCE_LEAD)
# They keep posts and accounts; that opens no record.
ADMINISTRATORS = answers_for(Role.SYSTEM_ADMIN, Role.LOCAL_ADMIN)
# Who sees to it that everybody is trained.
TRAINERS = answers_for(Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER, Role.SYSTEM_ADMIN, Role.LOCAL_ADMIN)
# They lead a place, and see to what its people have not opened.
LEADERS = answers_for(
    Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER, Role.MASH_MANAGER, Role.TEAM_MANAGER, Role.SERVICE_MANAGER,
    Role.HEAD_OF_SERVICE, Role.DCS,
)  # fmt: skip
# The areas whose pages are made from their declaration, and the column of each.
AREAS = {one.name: one.column for one in OURS}
# What is counted: whoever may read it, or its totals; a report only those it is for.
A_REPORT = any_of(anywhere("school_report", "read"), anywhere("school_report", "totals"))
CHILD_IN_A_GROUP = answers("person", "summary") & anywhere("school_report", "write")
IN_A_GROUP = {"kind": "young_carer", "from_on": "1/9/2026", "source": "Their mother", "why": "Cares for a brother"}
FOR_GOVERNORS = answers_for(
    Role.DSL, Role.DEPUTY_DSL, Role.HEADTEACHER, Role.GOVERNOR, Role.SAFEGUARDING_GOVERNOR, Role.DESIGNATED_TEACHER
)
AN_AREA = any_of(*(of_the_area(kind, "read") for kind in AREAS.values()))
A_RECORD = any_of(AN_AREA, anywhere("concern", "read"))
DOOR = only()
REASON = {"reason": "She rang from the bus station and was not met", "code": "missing"}

PAGES: tuple[Page, ...] = (
    Page("home", EVERYBODY),
    Page("you", EVERYBODY),
    Page("look", EVERYBODY),
    Page("own_classes", anywhere("concern", "submit")),
    Page("look_for_pupil", anywhere("concern", "submit"), posts={"look_for": "Mia"}),
    Page("stay", EVERYBODY),
    Page("review_opening", only(Role.TEAM_MANAGER), about="opening", posts={"verdict": "justified"}),
    Page("see_to_notice", LEADERS, about="notice"),
    Page("finish_task", only(Role.TEAM_MANAGER), about="opening"),
    Page("find", anywhere("person", "summary"), posts={"words": "Mia"}),
    Page("find_while_typing", anywhere("person", "summary"), posts={"words": "Mia"}),
    Page("found", anywhere("person", "summary"), about="search"),
    Page("person", answers("person", "summary"), about="child"),
    Page("reveal_address", answers("person", "read"), about="address"),
    Page("allocations", answers("person", "summary") & answers_for(*LEADS_WORK), about="child"),
    Page("closed", answers("person", "summary") & answers_for(*CUSTODIANS), about="child"),
    Page("record_closed", _concern("concern", "read") & answers_for(*CUSTODIANS), about="concern"),
    Page("merges", answers_for(*MERGERS)),
    Page("same_as", answers("person", "write") & answers_for(*MERGERS), about="child", posts={"words": "Mia"}),
    Page("beside", answers("person", "write") & answers_for(*MERGERS), about="two children", posts={"do": "one"}),
    Page("merge", answers("person", "write") & answers_for(*MERGERS), about="merge", posts={"do": "decline"}),
    Page("looked", answers("person", "summary") & answers("audit", "read"), about="child"),
    Page("print_person", answers("person", "read"), about="child", posts={"purpose": "Meeting with the parents"}),
    Page("confirm_person", answers("person", "write"), about="child"),
    Page("new_person", at_large("person", "write")),
    Page("write_person", at_large("person", "write"), about="form", posts={"do": "look", "name.surname": "Sole"}),
    Page("chronology", answers("person", "read"), about="child"),
    Page("print_chronology", answers("person", "read"), about="child", posts={"purpose": "Meeting with the parents"}),
    Page("select_lines", answers("person", "read"), about="child", posts={"for": "The conference"}),
    Page("selection", answers("person", "read") & answers("contact", "read"), about="kept"),
    Page(
        "print_selection",
        answers("person", "read") & answers("contact", "read"),
        about="kept",
        posts={"purpose": "Meeting with the parents"},
    ),
    Page(
        "copy_selection",
        answers("person", "read") & answers("contact", "read"),
        about="kept",
        posts={"version": "COURT", "recipient": "The family court", "why": "The hearing"},
    ),
    Page("mark_line", answers("person", "read") & answers("contact", "write"), about="line", posts={"do": "pinned.on"}),
    Page("said", answers("person", "read"), about="child"),
    Page("then", answers("person", "read"), about="child"),
    Page("fact", answers("person", "read"), about="fact"),
    Page("add_fact", answers("person", "write"), about="kind of fact", posts={"method": "mobile"}),
    Page("correct_fact", answers("person", "write"), about="fact", posts={"reason": "Heard wrongly"}),
    Page("end_fact", answers("person", "write"), about="fact", posts={"on": "1/9/2026", "based_on": "1"}),
    Page("withdraw_fact", answers("person", "write"), about="fact", posts={"reason": "Not so", "based_on": "1"}),
    Page("put_back_fact", answers("person", "write"), about="fact", posts={"based_on": "1"}),
    Page("new_tie", answers("person", "write"), about="child", posts={"do": "look", "look_for": "Mia"}),
    Page("protect_address", answers("person", "write"), about="address", posts={"scope": "household"}),
    Page("glass", answers("person", "flag") & breaks_glass(), about="child", posts=REASON),
    Page("say_why", answers("person", "summary"), about="child", posts={"reason": "Her school rang about her"}),
    Page("reports", A_REPORT),
    Page("report", FOR_GOVERNORS, about="governors"),
    Page("print_report", FOR_GOVERNORS, about="governors", posts={"purpose": "The board meets"}),
    Page("export_report", FOR_GOVERNORS, about="governors", posts={"recipient": "The clerk", "form": "csv"}),
    Page("trends", anywhere("school_report", "read")),
    Page("trend", anywhere("school_report", "read"), about="question"),
    Page("trend_rows", anywhere("school_report", "read"), about="number"),
    Page("keep_question", anywhere("school_report", "write"), about="question", posts={"called": "By itself"}),
    Page("remove_question", anywhere("school_report", "write"), about="kept question"),
    Page("groups", anywhere("school_report", "read")),
    Page("group", anywhere("school_report", "read"), about="group"),
    Page("child_groups", answers("person", "summary") & anywhere("school_report", "read"), about="child"),
    Page("put_in_group", anywhere("school_report", "write"), posts=IN_A_GROUP | {"children": "Nobody Here"}),
    Page("write_group", CHILD_IN_A_GROUP, about="child", posts=IN_A_GROUP),
    Page("change_group", CHILD_IN_A_GROUP, about="place in a group", posts={"do": "end"}),
    Page("patterns", anywhere("school_report", "read")),
    Page("answer_pattern", anywhere("school_report", "write"), posts={"verdict": "accept", "why": "I saw it too"}),
    Page("board", anywhere("concern", "read")),
    Page("quality", anywhere("concern", "write")),
    Page("own_family", anywhere("person", "flag"), posts={"look_for": "Mia", "do": "look"}),
    Page("new_concern", anywhere("concern", "submit")),
    Page("new_concern_about", anywhere("concern", "submit"), about="child"),
    Page("write_concern", anywhere("concern", "submit"), about="form"),
    Page("keep_concern", anywhere("concern", "submit"), about="form"),
    Page("unsent_concern", anywhere("concern", "submit")),
    Page("without_a_connection", anywhere("concern", "submit")),
    Page("throw_away", anywhere("concern", "submit"), about="form"),
    Page("receipt", anywhere("concern", "submit"), about="own words"),
    Page("add_words", anywhere("concern", "submit"), about="own words", posts={"words": "He came back at three."}),
    Page("keep_addition", anywhere("concern", "submit"), about="own words", posts={"words": "He came back at"}),
    Page("concern", _concern("concern", "read"), about="concern"),
    Page("concern", _concern("concern_cp", "read"), about="protection"),
    Page("decide_concern", _concern("concern", "write"), about="concern"),
    Page("decide_concern", _concern("concern_cp", "write"), about="protection"),
    Page("print_concern", _concern("concern", "read"), about="concern", posts={"purpose": "Meeting with the parents"}),
    Page("take_concern", _concern("concern", "write"), about="concern"),
    Page("take_concern", _concern("concern_cp", "write"), about="protection"),
    Page("strike_child", _concern("concern", "write"), about="concern"),
    Page("strike_child", _concern("concern_cp", "write"), about="protection"),
    Page(
        "settle_child", _concern("concern", "write"), about="not on the roll", posts={"do": "look", "look_for": "Mia"}
    ),
    Page("link_child", _concern("concern", "write"), about="concern", posts={"do": "look", "look_for": "Mia"}),
    Page("link_child", _concern("concern_cp", "write"), about="protection", posts={"do": "look", "look_for": "Mia"}),
    Page("begin_from", _concern("concern", "write"), about="concern to begin from", posts={"to": "conversation"}),
    Page("begin_from", _concern("concern_cp", "write"), about="protection to begin from", posts={"to": "conversation"}),
    Page("give_action", _concern("concern", "write"), about="concern", posts={"words": "Ring home."}),
    Page("give_action", _concern("concern_cp", "write"), about="protection", posts={"words": "Ring home."}),
    Page("action", WITH_CHILDREN, about="asked"),
    Page("action_done", WITH_CHILDREN, about="asked", posts={"how": "They were in."}),
    Page("take_action_back", _leads("concern"), about="asked", posts={"why": "They moved."}),
    Page("new_staff_concern", anywhere("concern", "submit")),
    Page("write_staff_concern", anywhere("concern", "submit"), about="form", posts={"words": "He shouted."}),
    Page("keep_staff_concern", anywhere("concern", "submit"), posts={"words": "He shouted."}),
    Page("staff_receipt", anywhere("concern", "submit"), about="own staff concern"),
    Page("staff_concerns", anywhere("staff_concern", "read")),
    Page("staff_concern", only(Role.HEADTEACHER), about="staff concern", posts={"kind": "note", "words": "Read."}),
    Page("let_read_staff_concern", only(Role.HEADTEACHER), about="staff concern", posts={"reason": "I am away."}),
    Page("chair_of_governors", ADMINISTRATORS, posts={"to": "nobody"}),
    Page("new_referral", _concern("concern", "write"), about="concern"),
    Page("new_referral", _concern("concern_cp", "write"), about="protection"),
    Page("write_referral", _concern("concern", "write"), about="concern form", posts={"do": "look"}),
    Page("keep_referral", _concern("concern", "write"), about="concern form", posts={"note": "She is safe today."}),
    Page("sent_referrals", anywhere("concern", "write")),
    Page("sent_referral", _writer_of("concern"), about="sent"),
    Page("recall_referral", _writer_of("concern"), about="sent", posts={"words": "It was another child."}),
    Page("came_list", of_the_area("contact", "read")),
    Page("came", answers("contact", "read"), about="came"),
    Page("settle_child", answers("contact", "write"), about="named child", posts={"do": "look", "look_for": "Mia"}),
    Page("decide_came", answers("contact", "write"), about="came", posts={"to": "closed", "told": "We will ring."}),
    Page("send_back_came", answers("contact", "write"), about="came", posts={"code": "not ours", "back": "Elmshire."}),
    Page("work", AN_AREA),
    Page("words", A_RECORD, posts={"words": "bruise"}),
    Page("words_found", A_RECORD, about="words"),
    *(Page("work_list", of_the_area(kind, "read"), about=area) for area, kind in AREAS.items()),
    *(Page("record", answers(kind, "read"), about=f"{area} record") for area, kind in AREAS.items()),
    *(Page("new_record", anywhere(kind, "write"), about=area) for area, kind in AREAS.items()),
    Page("work_stage", of_the_area("contact", "read"), about="contact stage"),
    Page("write_record", anywhere("contact", "write"), about="contact form", posts={"do": "look", "look_for": "Mia"}),
    Page("keep_record", anywhere("contact", "write"), about="contact form"),
    Page("throw_record_away", anywhere("contact", "write"), about="contact form"),
    Page("move_record", answers("contact", "write"), about="contact record", posts={"to": "screening"}),
    Page("take_record", answers("contact", "write"), about="contact record"),
    Page("add_to_record", answers("contact", "write"), about="contact record", posts={"words": "She rang again."}),
    Page("keep_beside_record", answers("contact", "write"), about="contact words", posts={"words": "She rang"}),
    Page("say_view", answers("contact", "write"), about="contact record", posts={"view": "I was scared."}),
    Page("join_record", answers("contact", "write"), about="contact record", posts={"other": "T-1", "kind": "led_to"}),
    Page("print_record", answers("contact", "read"), about="contact record", posts={"purpose": "Meeting"}),
    Page("record_history", answers("contact", "read"), about="contact record"),
    Page("correct_record", answers("contact", "write"), about="contact part", posts={"reason": "Heard", "n": "1"}),
    Page("keep_correction", answers("contact", "write"), about="contact part", posts={"narrative": "Heard", "n": "1"}),
    Page("many_records", of_the_area("contact", "write"), about="contact", posts={"do": "seen"}),
    Page("many_records_back", of_the_area("contact", "write"), about="contact", posts={"to": "nobody"}),
    Page("give_record", answers("contact", "write"), about="contact record", posts={"give_to": "nobody"}),
    Page("hand_record_back", answers("contact", "write"), about="contact record", posts={"back_why": "I am away."}),
    Page("record_people", answers("contact", "write"), about="contact record", posts={"do": "look", "look_for": "Mia"}),
    Page(
        "begin_from",
        answers("contact", "read") & anywhere("early_help", "write"),
        about="contact record",
        posts={"to": "early_help"},
    ),
    Page("new_sending", of_the_area("contact", "submit"), about="contact"),
    Page("send_record", of_the_area("contact", "submit"), about="contact form", posts={"do": "send"}),
    Page("keep_sending", of_the_area("contact", "submit"), about="contact form"),
    Page("record_receipt", of_the_area("contact", "submit"), about="contact sent", posts={"words": "She rang again."}),
    Page("adjustments", only(Role.SYSTEM_ADMIN)),
    Page("adjust_area", only(Role.SYSTEM_ADMIN), about="contact", posts={"what": "keep", "value": "x"}),
    Page("standing", answers("cla", "read"), about="looked_after chain"),
    Page("decide_standing", answers("cla", "write"), about="looked_after chain", posts={"do": "begin", "code": "V2"}),
    Page("standing_link", answers("cla", "write"), about="looked_after link", posts={"reason": "Read again", "n": "1"}),
    Page("person_documents", answers("person", "read"), about="child"),
    Page("concern_documents", _concern("concern", "read"), about="concern"),
    Page("concern_documents", _concern("concern_cp", "read"), about="protection"),
    Page("receipt_documents", anywhere("concern", "submit"), about="own words"),
    *(Page("record_documents", answers(kind, "read"), about=f"{area} record") for area, kind in AREAS.items()),
    Page("document", answers("person", "read"), about="document"),
    Page("shown_document", answers("person", "read"), about="document version"),
    Page("download_document", answers("person", "read"), about="document version", posts={"purpose": "Meeting"}),
    Page("say_document", answers("person", "write"), about="document", posts={"kind": "letter"}),
    Page("newer_document", answers("person", "write"), about="document"),
    Page("shared_documents", EVERYBODY),
    Page("share_document", answers("person", "write") & answers_for(*SHARERS), about="document"),
    Page("unshare_document", answers("person", "write") & answers_for(*SHARERS), about="lent"),
    Page("destroy_document", answers("person", "read") & answers_for(*CUSTODIANS), about="document"),
    Page("void_document", answers("person", "write"), about="document", posts={"why": "Another child's."}),
    Page("imports", KEEPERS),
    Page("papers", KEEPERS),
    Page("paper_load", KEEPERS, about="papers"),
    Page("file_papers", KEEPERS, about="papers"),
    Page("undo_papers", KEEPERS, about="papers"),
    Page("paper_report", KEEPERS, about="papers"),
    Page("transfer_file", SENDERS, posts={"leavers": "<child>", "number": "1"}),
    Page("files", SENDERS),
    Page("begin_file", answers("person", "read") & SENDERS, about="child"),
    Page("leaver", SENDERS, about="leaver"),
    Page("leaver", SENDERS, about="gone"),
    Page("leaver", SENDERS, about="signed"),
    Page("address_file", SENDERS, about="leaver", posts={"to": "unknown", "held_why": "Rang the family."}),
    Page("choose_file", SENDERS, about="leaver"),
    Page("keep_file", SENDERS, about="leaver"),
    Page("send_file", SENDERS, about="leaver form"),
    Page("take_file_back", SENDERS, about="gone", posts={"words": "Another school."}),
    Page("file_signed", SENDERS, about="gone"),
    Page("sent_receipt", SENDERS, about="gone"),
    Page("ask_file_again", SENDERS, about="gone"),
    Page("keep_record_back", SENDERS, about="gone"),
    Page("file_came", SENDERS, about="file"),
    Page("file_came", SENDERS, about="file taken"),
    Page("claim_file", SENDERS, about="file"),
    Page("take_file", SENDERS, about="file", posts={"do": "look", "look_for": "Mia"}),
    Page("take_file_out", SENDERS, about="file taken"),
    Page("send_file_back", SENDERS, about="file"),
    Page("came_receipt", SENDERS, about="file taken"),
    Page("pack", DOOR, about="pack"),
    Page("alert_rule", SENDERS, posts={"opens": "soon"}),
    Page("read_alert", EVERYBODY, about="alert"),
    Page("read_alerts", EVERYBODY),
    Page("own_notices", EVERYBODY, posts={"how": "digest"}),
    Page("own_calendar", EVERYBODY, posts={"do": "off"}),
    Page("planner", EVERYBODY),
    Page("print_planner", EVERYBODY),
    Page("calendar_feed", DOOR, about="calendar"),
    Page("new_reminder", _concern("concern", "read"), about="concern", posts={"words": "Ring."}),
    Page("reminder", EVERYBODY, about="reminder"),
    Page("reminder_done", EVERYBODY, about="reminder"),
    Page("agencies", SENDERS),
    Page("agency_rule", SENDERS, posts={"otherwise": "soon"}),
    Page("new_agency", _concern("concern", "read") & SENDERS, about="concern", posts={"kind": "police"}),
    Page("agency_referral", SENDERS, about="agency"),
    Page("change_agency", SENDERS, about="agency", posts={"kind": "police"}),
    Page("choose_agency", SENDERS, about="agency"),
    Page("send_agency", SENDERS, about="agency form"),
    Page("told_agency", SENDERS, about="agency", posts={"way": "call", "told": "Rang the duty desk."}),
    Page("take_agency_back", SENDERS, about="agency", posts={"why": "Another team."}),
    Page("say_agency", SENDERS, about="agency", posts={"how": "call", "words": "They rang."}),
    Page("batch", KEEPERS, about="import"),
    *(Page(f"rows_{kind}", KEEPERS, about="import") for kind in ("new", "matched", "moved", "review", "rejected")),
    Page("review", KEEPERS, about="import"),
    Page("batch_adults", KEEPERS, about="import"),
    Page("batch_missing", KEEPERS, about="import"),
    Page("by_rule", KEEPERS, about="import"),
    Page("check_batch", KEEPERS, about="import"),
    Page("columns", KEEPERS, about="import"),
    Page("proposals", KEEPERS, about="import"),
    Page("batch_progress", KEEPERS, about="import"),
    Page("again_batch", KEEPERS, about="import"),
    Page("stop_batch", KEEPERS, about="import"),
    Page("commit_batch", KEEPERS, about="import"),
    Page("undo_batch", KEEPERS, about="import"),
    Page("error_file", KEEPERS, about="import"),
    Page("leavers", CHASERS),
    Page("untraced", CHASERS, about="untraced", posts={"kind": "nowhere"}),
    Page("note_leaver", CHASERS, about="untraced", posts={"words": "Rang her aunt."}),
    Page("feeds", ADMINISTRATORS),
    Page("feed", ADMINISTRATORS, about="school of theirs", posts={"profile": "none"}),
    Page("stop_feed", ADMINISTRATORS, about="school of theirs"),
    Page("staff", ADMINISTRATORS),
    Page("give_post", ADMINISTRATORS, posts={"email": "new@example.org", "name": "Ann New"}),
    Page("teams", ADMINISTRATORS, posts={"do": "make", "name": "Duty"}),
    Page("own_settings", ADMINISTRATORS, posts={"idle_minutes": "10"}),
    Page("own_issuer", ADMINISTRATORS, posts={"issuer": "not one"}),
    Page("agreement_text", ADMINISTRATORS, posts={"text": "I share my password with nobody."}),
    *(
        Page(name, ADMINISTRATORS, about="colleague")
        for name in ("account", "invite_outside", "end_post", "end_sessions", "close_account", "wake_account")
    ),
    Page("setting_up", ADMINISTRATORS),
    Page("places", ADMINISTRATORS, posts={"name": ""}),
    Page("open_school", ADMINISTRATORS, posts={"name": ""}),
    Page("several", ADMINISTRATORS, posts={"lines": "Ann New"}),
    Page("give_several", ADMINISTRATORS, posts={"lines": "Ann New"}),
    Page("take_back_several", ADMINISTRATORS, posts={"taken": "nothing"}),
    Page("given_kinds", answers_for(Role.DSL, Role.HEADTEACHER), posts={"kind": "bullying"}),
    Page("who_searches", ADMINISTRATORS, posts={"roles": "dsl"}),
    Page("kinds", only(Role.SYSTEM_ADMIN), posts={"reason": ""}),
    Page("kinds_here", ADMINISTRATORS, posts={"reason": ""}),
    Page("set_up", ADMINISTRATORS, about="school of theirs"),
    Page("terms", ADMINISTRATORS, about="school of theirs", posts={"first.0": ""}),
    Page("training", TRAINERS, posts={"kind": "prevent"}),
    Page("agreements", answers_for(Role.IG_OFFICER, Role.DPO), posts={"purpose": "Family help"}),
    Page("theme", DOOR, about="controller"),
    Page("worker", DOOR),
    Page("sign_in", DOOR),
    Page("sign_in_by_passkey", DOOR),
    Page("ask_passkey", DOOR),
    Page("second_factor", DOOR),
    Page("set_up_factor", DOOR),
    Page("sign_in_again", DOOR),
    Page("cannot_sign_in", DOOR),
    Page("next_step", DOOR),
    Page("change_password", DOOR),
    Page("new_password", DOOR, about="password link"),
    Page("agreement", DOOR),
    Page("choose_post", DOOR),
    Page("outside_doors", DOOR),
    Page("outside_go", DOOR, about="controller"),
    Page("link_outside", DOOR, about="controller"),
    Page("outside_back", DOOR, about="controller"),
    Page("outside_invited", DOOR, about="invitation"),
    Page("prove", DOOR),
    Page("ways_in", DOOR),
    Page("change_ways_in", DOOR),
    Page("recovery_codes", DOOR),
    Page("sign_out", DOOR),
)
