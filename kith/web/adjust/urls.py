"""The addresses of adjustments, one for each area: no free text."""

from django.urls import path

from kith.areas import all_areas
from kith.web.adjust import views

urlpatterns = [
    path("adjustments/", views.adjustments, name="adjustments"),
    *(
        path(f"adjustments/{one.name.replace('_', '-')}/", views.adjust_area, {"area": one.name}, name="adjust_area")
        for one in all_areas()
        if one.adjustable
    ),
]
