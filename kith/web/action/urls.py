"""The addresses of what somebody was asked to do."""

from django.urls import path

from kith.web.action import views

urlpatterns = [
    path("concerns/<uuid:id>/ask/", views.give_action, name="give_action"),
    path("actions/<uuid:id>/", views.action, name="action"),
    path("actions/<uuid:id>/done/", views.action_done, name="action_done"),
    path("actions/<uuid:id>/take-back/", views.take_action_back, name="take_action_back"),
]
