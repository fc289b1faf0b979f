"""The addresses of who is told, and how."""

from django.urls import path

from kith.web.alerts import own, rule, told

urlpatterns = [
    path("alerts/", rule.alert_rule, name="alert_rule"),
    path("alerts/read/", told.read_alerts, name="read_alerts"),
    path("alerts/<uuid:id>/read/", told.read_alert, name="read_alert"),
    path("you/notices/", own.own_notices, name="own_notices"),
    path("you/calendar/", own.own_calendar, name="own_calendar"),
]
