"""A document, what its bytes are, what is said about it. Rows are added and never changed, but for when it was gone.

The bytes lie in the vault under the id of their version. The name of the file says whom it is about, so it is sealed
with the fingerprint beside it: with the key of the version both are gone from every copy.
"""

from typing import Any, ClassVar

from django.db import models

from kith.tenancy.models import HeldModel


class Document(HeldModel):
    """A document as somebody brought it: one of those on a form, perhaps out of an e-mail that stands before it."""

    append_only = True

    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    # Made of the form's own number, who sent it and on whom it hangs, and the place on it: the same form sent again
    # finds them.
    token = models.UUIDField()
    n = models.PositiveIntegerField()
    in_mail = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "token", "n"], name="document_of_form"),
        ]


class Version(HeldModel):
    """Bytes that were brought: the first, or newer ones of the same document. The last is what it is now."""

    append_only = True

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    n = models.PositiveIntegerField()
    # Made of the number of the form that brought it and who sent it; the first came with its document.
    token = models.UUIDField(null=True)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    # Name and fingerprint, as JSON.
    sealed = models.BinaryField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "document", "n"], name="version_of_document"),
        ]


class Saying(HeldModel):
    """What sort of document it is, and of which day. The last one holds."""

    append_only = True

    document = models.ForeignKey(Document, models.CASCADE, related_name="sayings")
    kind = models.CharField(max_length=40, blank=True)
    dated = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.UUIDField(null=True)


class Voiding(HeldModel):
    """It should not have been added, and why. It stays in its place, struck through, and opens no more."""

    append_only = True

    document = models.ForeignKey(Document, models.CASCADE, related_name="voidings")
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "document"], name="voided_once"),
        ]


class Destruction(HeldModel):
    """The order to destroy it, and why. It is there before the first key goes, so that what stops half way is known."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "document"], name="destruction_ordered_once"),
        ]
