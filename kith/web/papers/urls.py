"""The addresses of scanned papers."""

from django.urls import path

from kith.web.papers import views

urlpatterns = [
    path("imports/papers/", views.papers, name="papers"),
    path("imports/papers/<uuid:id>/", views.paper_load, name="paper_load"),
    path("imports/papers/<uuid:id>/file/", views.file_papers, name="file_papers"),
    path("imports/papers/<uuid:id>/undo/", views.undo_papers, name="undo_papers"),
    path("imports/papers/<uuid:id>/report/", views.paper_report, name="paper_report"),
]
