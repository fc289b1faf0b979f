"""Once it was signed for, the sender's own copy is closed: whoever sent it reads the receipt and no content.

It is closed as any record is, to everybody but those a custodian names with a reason. It is not deleted: what a school
must keep of its own, and how long, is for its policy.
"""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from kith.access.actions import close_to
from kith.access.holders import live
from kith.access.models import Bar, Grantee, Subject
from kith.access.words import RESTRICTED
from kith.jobs import Work, job
from kith.people.models import Known
from kith.people.roll import on_roll
from kith.sharing.models import Answer, Leaver
from kith.sharing.passing.leaving import AS_LONG_AGO
from kith.sharing.passing.rules import How
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
    the same record, or the policy of the controller says otherwise. Returns whether it is closed now."""
    if Controller.objects.get(id=current().controller_id).settings.get(STAY_OPEN):
        return False
    if is_locked(leaver.person_id):
        return True
    here = on_roll(day, person_id=leaver.person_id).exists()
    others = Known.objects.filter(person_id=leaver.person_id, until=None).exclude(holder_id=leaver.holder_id).exists()
    if here or others:
        return False
    close_to(subject_id=leaver.person_id, subject_kind=Subject.PERSON, level=RESTRICTED, reason=WHY)
    return True


def lock_what_is_over(day: date) -> int:
    """Close what was signed for while the child was still a pupil, once the last day is over. What a custodian opened
    since then stays open. Returns how many that closed."""
    signed = Answer.objects.filter(how=How.SIGNED, misses=[], at__date__lte=F("went__leaver__left_on"))
    lately = signed.filter(went__leaver__left_on__range=(day - AS_LONG_AGO, day - timedelta(days=1)))
    shut = Bar.objects.filter(
        grantee_kind=Grantee.EVERYBODY, subject_id=OuterRef("went__leaver__person_id"), since__gte=OuterRef("at")
    )
    waiting = lately.filter(~Exists(shut)).select_related("went__leaver").order_by("id")
    return sum(lock(one.went.leaver, day) for one in waiting)


def is_locked(person_id: UUID) -> bool:
    """Whether the record is closed to everybody but some."""
    shut = live(Bar).filter(grantee_kind=Grantee.EVERYBODY, subject_kind=Subject.PERSON, subject_id=person_id)
    return shut.filter(level__gte=RESTRICTED).exists()
