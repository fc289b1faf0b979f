"""The addresses of merging: ids only."""

from django.urls import path

from kith.web.merge import views

urlpatterns = [
    path("merges/", views.merges, name="merges"),
    path("merges/<uuid:id>/", views.merge, name="merge"),
    path("people/<uuid:id>/same/", views.same_as, name="same_as"),
    path("people/<uuid:id>/same/<uuid:other>/", views.beside, name="beside"),
]
