"""The addresses of daily feeds, as administrators set them: ids of schools only."""

from django.urls import path

from kith.web.feeds import views

urlpatterns = [
    path("staff/feeds/", views.feeds, name="feeds"),
    path("staff/feeds/<uuid:school>/", views.feed, name="feed"),
    path("staff/feeds/<uuid:school>/stop/", views.stop_feed, name="stop_feed"),
]
