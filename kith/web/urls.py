"""The addresses of Kith's pages. Ids only: no name ever stands in one."""

from django.urls import path

from kith.intake.stages import Outcome
from kith.web.action.urls import urlpatterns as action
from kith.web.adjust.urls import urlpatterns as adjust
from kith.web.admin.urls import urlpatterns as admin
from kith.web.agency.urls import urlpatterns as agency
from kith.web.agreements import views as agreements
from kith.web.alerts.urls import urlpatterns as alerts
from kith.web.board import linking, printing, quality, who
from kith.web.board import views as board
from kith.web.concern import picking, receipts, unsent, writing
from kith.web.conduct.urls import urlpatterns as conduct
from kith.web.documents.urls import urlpatterns as documents
from kith.web.feeds.urls import urlpatterns as feeds
from kith.web.find import views as find
from kith.web.handover.urls import urlpatterns as handover
from kith.web.home import family, reviews, unread
from kith.web.home import views as home
from kith.web.imports import adults, by_rule, checking, columns, missing, proposals, reviewing, rows, steps, transfer
from kith.web.imports import views as imports
from kith.web.insight.urls import urlpatterns as insight
from kith.web.leavers.urls import urlpatterns as leavers
from kith.web.merge.urls import urlpatterns as merge
from kith.web.papers.urls import urlpatterns as papers
from kith.web.passing.urls import urlpatterns as passing
from kith.web.person import allocating, closing, history, new, protecting, reasons, then, ties
from kith.web.person import views as person
from kith.web.person import writing as facts
from kith.web.planner.urls import urlpatterns as planner
from kith.web.record.urls import urlpatterns as record
from kith.web.setup.urls import urlpatterns as setup
from kith.web.standing.urls import urlpatterns as standing
from kith.web.story.urls import urlpatterns as story
from kith.web.words import views as words

urlpatterns = [
    path("", home.home, name="home"),
    path("you/", home.you, name="you"),
    path("you/family/", family.own_family, name="own_family"),
    path("you/look/", home.look, name="look"),
    path("you/classes/", home.own_classes, name="own_classes"),
    path("reviews/<uuid:id>/", reviews.review, name="review_opening"),
    path("tasks/<uuid:id>/finish/", reviews.finish_task, name="finish_task"),
    path("unread/<uuid:id>/see-to/", unread.see_to_notice, name="see_to_notice"),
    path("stay/", home.stay, name="stay"),
    path("theme/<slug:slug>.css", home.theme, name="theme"),
    path("find/", find.find, name="find"),
    path("find/while-typing/", find.while_typing, name="find_while_typing"),
    path("find/<str:address>/", find.found, name="found"),
    path("records/find/", words.words, name="words"),
    path("records/find/<str:address>/", words.listed, name="words_found"),
    path("people/new/", new.new, name="new_person"),
    path("people/new/<uuid:token>/", new.write, name="write_person"),
    path("people/<uuid:id>/said/", history.everything, name="said"),
    path("people/<uuid:id>/said/<slug:slug>/add/", facts.add, name="add_fact"),
    path("people/<uuid:id>/said/<slug:slug>/<uuid:fact>/", history.fact, name="fact"),
    path("people/<uuid:id>/said/<slug:slug>/<uuid:fact>/correct/", facts.correct, name="correct_fact"),
    path("people/<uuid:id>/said/<slug:slug>/<uuid:fact>/end/", facts.end, name="end_fact"),
    path("people/<uuid:id>/said/<slug:slug>/<uuid:fact>/withdraw/", facts.withdraw, name="withdraw_fact"),
    path("people/<uuid:id>/said/<slug:slug>/<uuid:fact>/put-back/", facts.put_back, name="put_back_fact"),
    path("people/<uuid:id>/relationships/new/", ties.new_tie, name="new_tie"),
    path("people/<uuid:id>/protect/<uuid:address>/", protecting.protect, name="protect_address"),
    path("people/<uuid:id>/then/", then.then, name="then"),
    path("people/<uuid:id>/", person.person, name="person"),
    path("people/<uuid:id>/address/<uuid:address>/", person.reveal_address, name="reveal_address"),
    path("people/<uuid:id>/confirm/", person.confirm, name="confirm_person"),
    path("people/<uuid:id>/print/", person.print_person, name="print_person"),
    path("people/<uuid:id>/looked/", person.looked, name="looked"),
    path("people/<uuid:id>/emergency/", person.glass, name="glass"),
    path("people/<uuid:id>/work/", allocating.allocations, name="allocations"),
    path("people/<uuid:id>/closed/", closing.closed, name="closed"),
    path("people/<uuid:id>/why/", reasons.say_why, name="say_why"),
    path("concerns/", board.board, name="board"),
    path("concerns/quality/", quality.quality, name="quality"),
    path("concerns/new/", writing.new, name="new_concern"),
    path("concerns/new/<uuid:id>/", writing.new_about, name="new_concern_about"),
    path("concerns/pupils/", picking.look_for_pupil, name="look_for_pupil"),
    path("concerns/write/<uuid:token>/", writing.write, name="write_concern"),
    path("concerns/write/<uuid:token>/keep/", writing.keep, name="keep_concern"),
    path("concerns/write/<uuid:token>/throw-away/", writing.throw_away, name="throw_away"),
    path("concerns/unsent/", unsent.come_in, name="unsent_concern"),
    path("concerns/without-a-connection/", unsent.without_a_connection, name="without_a_connection"),
    path("worker.js", unsent.worker, name="worker"),
    path("concerns/sent/<uuid:id>/", receipts.receipt, name="receipt"),
    path("concerns/sent/<uuid:id>/add/", receipts.add_words, name="add_words"),
    path("concerns/sent/<uuid:id>/keep/", receipts.keep_addition, name="keep_addition"),
    path("concerns/<uuid:id>/", board.concern, name="concern"),
    path("concerns/<uuid:id>/decide/", board.decide, name="decide_concern"),
    path("concerns/<uuid:id>/print/", printing.print_concern, name="print_concern"),
    path("concerns/<uuid:id>/take/", board.take, name="take_concern"),
    path("concerns/<uuid:id>/strike/", board.strike_child, name="strike_child"),
    path("concerns/<uuid:id>/who/<uuid:part>/", who.settle_child, name="settle_child"),
    path("concerns/<uuid:id>/link/", linking.link_child, name="link_child"),
    *record,
    *action,
    *conduct,
    *documents,
    *standing,
    *story,
    *adjust,
    *handover,
    *papers,
    *passing,
    *agency,
    *alerts,
    *planner,
    *merge,
    *insight,
    *feeds,
    *leavers,
    *admin,
    *setup,
    path("agreements/", agreements.agreements, name="agreements"),
    path("imports/", imports.imports, name="imports"),
    path("imports/transfer/", transfer.transfer, name="transfer_file"),
    path("imports/<uuid:id>/", imports.batch, name="batch"),
    *(
        path(f"imports/<uuid:id>/{kind}/", rows.rows, {"outcome": kind.value}, name=f"rows_{kind}")
        for kind in rows.TITLES
        if kind is not Outcome.REVIEW
    ),
    path("imports/<uuid:id>/close/", rows.rows, {"outcome": "review"}, name="rows_review"),
    path("imports/<uuid:id>/moved/", rows.moved, name="rows_moved"),
    path("imports/<uuid:id>/rule/", by_rule.by_rule, name="by_rule"),
    path("imports/<uuid:id>/check/", checking.check, name="check_batch"),
    path("imports/<uuid:id>/adults/", adults.adults, name="batch_adults"),
    path("imports/<uuid:id>/missing/", missing.missing, name="batch_missing"),
    path("imports/<uuid:id>/review/", reviewing.review, name="review"),
    path("imports/<uuid:id>/columns/", columns.columns, name="columns"),
    path("imports/<uuid:id>/proposals/", proposals.proposals, name="proposals"),
    path("imports/<uuid:id>/progress/", steps.progress, name="batch_progress"),
    path("imports/<uuid:id>/commit/", steps.commit, name="commit_batch"),
    path("imports/<uuid:id>/undo/", steps.undo, name="undo_batch"),
    path("imports/<uuid:id>/again/", steps.again, name="again_batch"),
    path("imports/<uuid:id>/stop/", steps.stop, name="stop_batch"),
    path("imports/<uuid:id>/errors/", imports.error_file, name="error_file"),
]
