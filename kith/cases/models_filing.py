"""On whom and what a document hangs. The documents room keeps bytes; whom they are about stands here."""

from typing import Any, ClassVar

from django.db import models

from kith.tenancy.models import HeldModel


class Filing(HeldModel):
    """A document concerns this person: as part of a record, or without one. One row for each person."""

    append_only = True

    document = models.ForeignKey("documents.Document", models.CASCADE, related_name="filings")
    record = models.ForeignKey("cases.Record", models.CASCADE, null=True, related_name="filings")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "document", "person"], name="filed_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "person", "document"], name="filing_of_person"),
            models.Index(fields=["controller", "record", "document"], name="filing_of_record"),
        ]
