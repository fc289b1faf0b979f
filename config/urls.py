"""The root of all addresses."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("kith.web.signin.urls")),
    path("", include("kith.web.urls")),
]

handler404 = "kith.web.errors.not_found"
handler500 = "kith.web.errors.ours"
