"""The addresses of an administrator's pages: ids of accounts only."""

from django.urls import path

from kith.web.admin import issuer, own_settings, teams, views

urlpatterns = [
    path("staff/", views.people, name="staff"),
    path("staff/give/", views.give, name="give_post"),
    path("staff/agreement/", views.agreement, name="agreement_text"),
    path("staff/settings/", own_settings.own_settings, name="own_settings"),
    path("staff/settings/accounts/", issuer.own_issuer, name="own_issuer"),
    path("staff/teams/", teams.teams, name="teams"),
    path("staff/<uuid:id>/", views.account, name="account"),
    path("staff/<uuid:id>/invite/", views.invite, name="invite_outside"),
    path("staff/<uuid:id>/end-post/", views.end_post, name="end_post"),
    path("staff/<uuid:id>/end-sessions/", views.end_sessions, name="end_sessions"),
    path("staff/<uuid:id>/close/", views.close, name="close_account"),
    path("staff/<uuid:id>/wake/", views.wake, name="wake_account"),
]
