"""What happens because something happened: two tables, read from left to right.

An event is announced by an action and its reactions run before the commit, in this order: if one of them
fails, nothing of the whole is kept. An event without a row stops start-up.

An envelope of another controller is handed to whoever takes in its kind; a kind without a row goes back to its sender.
"""

from collections.abc import Callable
from typing import Any

from kith.access import events as access
from kith.cases import events as cases
from kith.cases.following import on_kind_decided as keep_beside
from kith.cases.wording import on_record_changed as keep_words
from kith.chronology.reactions import on_record_changed as write_lines
from kith.chronology.reactions import on_record_submitted as write_first_lines
from kith.chronology.reactions import on_standing_decided as write_lines_of_standings
from kith.conduct import events as conduct
from kith.intake import events as intake
from kith.intake.reactions import on_address_protected as withhold_addresses
from kith.people import events as people
from kith.sharing import events as sharing
from kith.sharing.alerts import on_addition_made as tell_of_what_was_added
from kith.sharing.alerts import on_category_said as tell_of_its_kind
from kith.sharing.alerts import on_concern_came as tell_of_a_concern
from kith.sharing.alerts import on_concern_decided as nobody_is_chased_to_read_it
from kith.sharing.chair_notices import on_chair_needed as tell_that_a_chair_is_needed
from kith.sharing.chair_notices import on_chair_needed_no_longer as end_the_notice_of_a_chair
from kith.sharing.feed_notices import on_feed_arrived as end_the_notice_of_a_feed
from kith.sharing.feed_notices import on_feed_troubled as tell_of_a_feed
from kith.sharing.handlers import Handler
from kith.sharing.let_read_notices import on_let_read as tell_who_may_read
from kith.sharing.let_read_notices import on_let_read_no_longer as nobody_is_chased_to_read_what_is_shut
from kith.sharing.passing import KIND as SAFEGUARDING_FILE
from kith.sharing.passing.coming import arrived as take_in_file
from kith.sharing.passing.coming import heard as hear_of_file
from kith.sharing.passing.following import on_calendar_told as count_files_again
from kith.sharing.reactions import on_task_done as end_the_notice
from kith.sharing.reactions import on_task_late as tell_again
from kith.sharing.reactions import on_task_opened as tell_by_mail
from kith.sharing.referral.answering import on_part_corrected as tell_what_changed
from kith.sharing.referral.answering import on_stage_moved as tell_the_referrer
from kith.sharing.referral.hearing import heard as hear_of_referral
from kith.sharing.referral.outcome import arrived as take_in_outcome
from kith.sharing.referral.taking_in import arrived as take_in_referral
from kith.tasks import events as tasks
from kith.tasks.reactions import on_glass_broken as ask_for_review
from kith.tasks.reactions import on_part_corrected as count_again
from kith.tasks.reactions import on_part_identified as let_what_was_asked_follow
from kith.tasks.reactions import on_person_named as end_what_it_shuts
from kith.tasks.reactions import on_record_assigned as nobody_is_asked_to_take_it
from kith.tasks.reactions import on_record_submitted as start_clocks
from kith.tasks.reactions import on_shut as end_what_was_asked
from kith.tasks.reactions import on_stage_moved as move_clocks

REACTIONS: dict[type, tuple[Callable[[Any], None], ...]] = {
    cases.RecordSubmitted: (start_clocks, write_first_lines, keep_words, tell_of_a_concern),
    cases.StageMoved: (move_clocks, tell_the_referrer, write_lines, keep_words, nobody_is_chased_to_read_it),
    cases.RecordSeen: (),
    cases.PersonLinked: (write_lines, keep_words, end_what_it_shuts),
    cases.PartCorrected: (count_again, tell_what_changed, keep_beside, write_lines, keep_words, tell_of_its_kind),
    cases.PartIdentified: (let_what_was_asked_follow, end_what_it_shuts),
    cases.AdditionMade: (keep_words, tell_of_what_was_added),
    cases.RecordAssigned: (nobody_is_asked_to_take_it,),
    cases.RecordsLinked: (keep_beside,),
    cases.OwnViewSaid: (keep_words,),
    cases.StandingDecided: (write_lines_of_standings,),
    people.AddressProtected: (withhold_addresses,),
    intake.FeedArrived: (end_the_notice_of_a_feed,),
    intake.FeedTroubled: (tell_of_a_feed,),
    conduct.ChairNeeded: (tell_that_a_chair_is_needed,),
    conduct.ChairNeededNoLonger: (end_the_notice_of_a_chair,),
    conduct.LetRead: (tell_who_may_read,),
    conduct.LetReadNoLonger: (nobody_is_chased_to_read_what_is_shut,),
    access.GlassBroken: (ask_for_review,),
    access.Shut: (end_what_was_asked,),
    tasks.TaskOpened: (tell_by_mail,),
    tasks.TaskDone: (end_the_notice,),
    tasks.TaskLate: (tell_again,),
    tasks.CalendarTold: (count_files_again,),
    sharing.ReferralChanged: (write_lines,),
    sharing.ReferralArrived: (write_lines, keep_words),
}

ENVELOPES: dict[str, Handler] = {
    "referral": Handler(frozenset({1}), take_in_referral, hear_of_referral),
    "outcome": Handler(frozenset({1}), take_in_outcome),
    SAFEGUARDING_FILE: Handler(frozenset({1, 2, 3, 4}), take_in_file, hear_of_file),
}
