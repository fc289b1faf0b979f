"""The addresses of the planner, its feed and reminders."""

from django.urls import path

from kith.web.planner import feed, reminders, views

urlpatterns = [
    path("planner/", views.planner, name="planner"),
    path("planner/print/", views.print_planner, name="print_planner"),
    path("calendar/<uuid:controller>/<str:key>/kith.ics", feed.calendar_feed, name="calendar_feed"),
    path("records/<uuid:id>/remind/", reminders.new_reminder, name="new_reminder"),
    path("reminders/<uuid:id>/", reminders.reminder, name="reminder"),
    path("reminders/<uuid:id>/done/", reminders.reminder_done, name="reminder_done"),
]
