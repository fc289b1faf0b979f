"""The addresses of chronologies."""

from django.urls import path

from kith.web.story import copy, views

urlpatterns = [
    path("people/<uuid:id>/chronology/", views.chronology, name="chronology"),
    path("people/<uuid:id>/chronology/print/", views.print_chronology, name="print_chronology"),
    path("people/<uuid:id>/chronology/select/", views.select_lines, name="select_lines"),
    path("people/<uuid:id>/chronology/lines/<uuid:entry>/", views.mark_line, name="mark_line"),
    path("people/<uuid:id>/chronology/kept/<uuid:kept>/", views.selection, name="selection"),
    path("people/<uuid:id>/chronology/kept/<uuid:kept>/print/", views.print_selection, name="print_selection"),
    path("people/<uuid:id>/chronology/kept/<uuid:kept>/copy/", copy.copy_selection, name="copy_selection"),
]
