"""Once it was signed for, the sender's own copy is closed: whoever sent it reads the receipt and no content.

It is closed as any record is, to everybody but those a custodian names with a reason. It is not deleted: what a school
must keep of its own, and how long, is for its policy.
"""

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef

from kith.access.actions import close_to
from kith.access.holders import live
from kith.access.models import Bar, Grantee, Subject
from kith.access.words import RESTRICTED
from kith.jobs import Work, job
from kith.people.models import Known
from kith.people.roll import here_or_to_come
from kith.sharing.models import Answer, Leaver
from kith.sharing.passing.kept_back import KEPT
from kith.sharing.passing.leaving import TASKS, off_the_lists
from kith.sharing.passing.rules import How
from kith.sharing.passing.unfinished import ask_to_finish, keeps_open, last_sending
from kith.sharing.posting import POST_ROOM
from kith.tenancy import current
from kith.tenancy.models import Controller

__all__ = ["STAY_OPEN", "is_locked", "lock", "lock_what_is_over", "lock_what_was_signed_for"]

# A controller whose policy keeps what it passed on open to its leads.
STAY_OPEN = "passed_files_stay_open"
WHY = "The safeguarding file was passed on and signed for."


@job("file.lock", system=POST_ROOM)
def lock_what_was_signed_for(work: Work, leaver: UUID) -> None:
    with work.opened():
        lock(Leaver.objects.get(id=leaver))


def lock(leaver: Leaver, day: date | None = None) -> bool:
    """Close the record, unless the child is a pupil here on this day (today), somebody else here keeps a file of
    the same record, work on the child goes on here, or the policy of the controller says otherwise. Returns whether it
    is closed now."""
    if Controller.objects.get(id=current().controller_id).settings.get(STAY_OPEN):
        return False
    if is_locked(leaver.person_id):
        return True
    if _is_needed(leaver, day):
        return False
    if keeps_open(leaver):
        ask_to_finish(leaver)
        return False
    close_to(subject_id=leaver.person_id, subject_kind=Subject.PERSON, level=RESTRICTED, reason=WHY)
    off_the_lists(leaver, "Closed", (*TASKS, *KEPT))
    return True


def _is_needed(leaver: Leaver, day: date | None) -> bool:
    """Whether the record is somebody's here, or a file of it is to go still."""
    if here_or_to_come(day, person_id=leaver.person_id).exists() or not _is_signed(leaver):
        return True
    again = Leaver.objects.filter(person_id=leaver.person_id, holder_id=leaver.holder_id, stayed_on=None)
    others = Known.objects.filter(person_id=leaver.person_id, until=None).exclude(holder_id=leaver.holder_id)
    return again.filter(left_on__gt=leaver.left_on).exists() or others.exists()


def _is_signed(leaver: Leaver) -> bool:
    """Whether the last thing that went was signed for, and nothing missed of it."""
    return Answer.objects.filter(went=last_sending(leaver), how=How.SIGNED, misses=[]).exists()


def lock_what_is_over(day: date) -> int:
    """Close what was signed for while the child was still a pupil, once the last day is over, and what stayed open
    because work went on, once that has ended. What a custodian opened since then stays open. Returns how many that
    closed."""
    signed = Answer.objects.filter(how=How.SIGNED, misses=[], went__leaver__left_on__lt=day)
    shut = Bar.objects.filter(
        grantee_kind=Grantee.EVERYBODY, subject_id=OuterRef("went__leaver__person_id"), since__gte=OuterRef("at")
    )
    waiting = signed.filter(~Exists(shut)).select_related("went__leaver").order_by("id")
    return sum(lock(one.went.leaver, day) for one in waiting)


def is_locked(person_id: UUID) -> bool:
    """Whether the record is closed to everybody but some."""
    shut = live(Bar).filter(grantee_kind=Grantee.EVERYBODY, subject_kind=Subject.PERSON, subject_id=person_id)
    return shut.filter(level__gte=RESTRICTED).exists()
