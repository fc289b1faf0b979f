"""The root of all addresses."""

from kith.web.by_segment import by_segment
from kith.web.signin.urls import urlpatterns as door
from kith.web.urls import urlpatterns as pages

urlpatterns = by_segment([*door, *pages])

handler404 = "kith.web.errors.not_found"
handler500 = "kith.web.errors.ours"
