"""Where a record is opened: the concern has pages of its own, every other area those of its declaration."""

from typing import Any

from django.urls import reverse

__all__ = ["address_of"]


def address_of(area: str, id: Any) -> str:
    """The page of one record."""
    if area == "concern":
        return reverse("concern", kwargs={"id": id})
    return reverse("record", kwargs={"area": area, "id": id})
