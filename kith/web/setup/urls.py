"""The addresses of setting up: ids of schools only."""

from django.urls import path

from kith.web.setup import kinds, rights, searching, several, terms, training, views

urlpatterns = [
    path("setting-up/", views.setting_up, name="setting_up"),
    path("setting-up/places/", views.named_places, name="places"),
    path("setting-up/places/open/", views.open_school, name="open_school"),
    path("setting-up/kinds/", kinds.kinds, name="kinds"),
    path("setting-up/kinds/here/", kinds.kinds_here, name="kinds_here"),
    path("setting-up/search/", searching.who_searches, name="who_searches"),
    path("setting-up/staff/", several.several, name="several"),
    path("setting-up/staff/give/", several.give_several, name="give_several"),
    path("setting-up/staff/take-back/", several.take_back_several, name="take_back_several"),
    path("setting-up/<uuid:school>/", views.set_up, name="set_up"),
    path("setting-up/<uuid:school>/terms/", terms.terms, name="terms"),
    path("concerns/kinds/", rights.given, name="given_kinds"),
    path("training/", training.training, name="training"),
]
