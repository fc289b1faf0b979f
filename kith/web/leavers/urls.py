"""The addresses of the chase list: ids only."""

from django.urls import path

from kith.web.leavers import views

urlpatterns = [
    path("leavers/", views.leavers, name="leavers"),
    path("leavers/<uuid:id>/", views.leaver, name="untraced"),
    path("leavers/<uuid:id>/note/", views.note, name="note_leaver"),
]
