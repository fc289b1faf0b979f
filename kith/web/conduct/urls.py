"""The addresses of concerns about adults: their numbers only."""

from django.urls import path

from kith.web.conduct import chair, views, writing

urlpatterns = [
    path("colleagues/write/", writing.new_staff_concern, name="new_staff_concern"),
    path("colleagues/write/keep/", writing.keep_staff_concern, name="keep_staff_concern"),
    path("colleagues/write/<uuid:token>/", writing.write_staff_concern, name="write_staff_concern"),
    path("colleagues/sent/<uuid:id>/", writing.staff_receipt, name="staff_receipt"),
    path("colleagues/", views.staff_concerns, name="staff_concerns"),
    path("colleagues/<uuid:id>/", views.staff_concern, name="staff_concern"),
    path("colleagues/<uuid:id>/let-read/", views.let_read, name="let_read_staff_concern"),
    path("staff/chair/", chair.chair, name="chair_of_governors"),
]
