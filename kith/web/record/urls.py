"""The addresses of records, one set for each area."""

from django.urls import path

from kith.web.record import beginning, closing, correcting, form, giving, history, lists, persons, sending, views
from kith.web.record.areas import for_each, for_each_stage

urlpatterns = [
    path("work/", lists.work, name="work"),
    path("records/<uuid:id>/closed/", closing.record_closed, name="record_closed"),
    path("concerns/<uuid:id>/begin/", beginning.begin_from, {"area": "concern"}, name="begin_from"),
    *for_each_stage(lists.work_list, "work_stage"),
    *for_each("", lists.work_list, "work_list"),
    *for_each("many/", giving.many_records, "many_records"),
    *for_each("many/back/", giving.many_records_back, "many_records_back"),
    *for_each("new/", form.new_record, "new_record"),
    *for_each("write/<uuid:token>/", form.write_record, "write_record"),
    *for_each("write/<uuid:token>/keep/", form.keep_record, "keep_record"),
    *for_each("write/<uuid:token>/throw-away/", form.throw_record_away, "throw_record_away"),
    *for_each("send/", sending.new_sending, "new_sending"),
    *for_each("send/<uuid:token>/", sending.send_record, "send_record"),
    *for_each("send/<uuid:token>/keep/", sending.keep_sending, "keep_sending"),
    *for_each("sent/<uuid:id>/", sending.record_receipt, "record_receipt"),
    *for_each("<uuid:id>/", views.record, "record"),
    *for_each("<uuid:id>/move/", views.move_record, "move_record"),
    *for_each("<uuid:id>/take/", views.take_record, "take_record"),
    *for_each("<uuid:id>/give/", giving.give_record, "give_record"),
    *for_each("<uuid:id>/hand-back/", giving.hand_record_back, "hand_record_back"),
    *for_each("<uuid:id>/people/", persons.record_people, "record_people"),
    *for_each("<uuid:id>/begin/", beginning.begin_from, "begin_from"),
    *for_each("<uuid:id>/add/", views.add_to_record, "add_to_record"),
    *for_each("<uuid:id>/keep/<slug:place>/", views.keep_beside_record, "keep_beside_record"),
    *for_each("<uuid:id>/view/", views.say_view, "say_view"),
    *for_each("<uuid:id>/join/", views.join_record, "join_record"),
    *for_each("<uuid:id>/print/", views.print_record, "print_record"),
    *for_each("<uuid:id>/history/", history.record_history, "record_history"),
    *for_each("<uuid:id>/correct/<uuid:part>/", correcting.correct_record, "correct_record"),
    *for_each("<uuid:id>/correct/<uuid:part>/keep/", correcting.keep_correction, "keep_correction"),
]
