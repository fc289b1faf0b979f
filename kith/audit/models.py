"""The tables of the ledger. Written by `kith.audit` alone; rows are added and never changed.

No table here has a foreign key to what it speaks of: a line outlives the post, the holder and the
child it names. Only the leaf is checked against the controllers; what stands beside a leaf is written
with it, and checking every row again would cost more than the line itself.

`holder` is the doer's own holder unless the line says whose file it was; of a system post that works
for several, the holder that keeps the file. A line without a holder (a sign-in, a setting of the whole
controller) is about no child, and can be read by every post of the controller as far as the database is
concerned; pages ask the access room before they show one.
"""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from kith.foundation.ids import uuid7
from kith.tenancy.follows import Follows
from kith.tenancy.models import Controller, CurrentController, TenantModel


class BesideLeaf(TenantModel):
    """A row that stands beside a leaf, of the same controller."""

    controller = models.ForeignKey(
        Controller,
        models.PROTECT,
        db_default=CurrentController(),
        db_index=False,
        db_constraint=False,
        editable=False,
        related_name="+",
    )

    class Meta:
        abstract = True


class Leaf(TenantModel):
    """Who did what, when and about whom: ids, a verb, a time, and the fingerprint of the words."""

    append_only = True
    follows: ClassVar[dict[str, Follows]] = {"subjects": Follows.LEDGER}
    role_grants: ClassVar[dict[str, str]] = {"kith_sealer": "SELECT"}

    version = models.SmallIntegerField()
    holder = models.UUIDField(null=True, db_column="holder_id")
    time = models.DateTimeField()
    action = models.TextField()
    post = models.UUIDField(null=True, db_column="post_id")
    system = models.TextField()
    on_behalf_of = models.UUIDField(null=True)
    subjects = ArrayField(models.UUIDField())
    commitment = models.BinaryField()


class Detail(BesideLeaf):
    """The words of that day. Carries its leaf's id; may be disposed of while the leaf stays."""

    append_only = True

    holder = models.UUIDField(null=True, db_column="holder_id")
    salt = models.BinaryField()
    doer_name = models.TextField()
    doer_post = models.TextField()
    doer_organisation = models.TextField()
    reason = models.TextField()
    terms = models.TextField()
    address = models.TextField()
    # Canonical JSON as text: the very characters that were hashed.
    facts = models.TextField()


class Subject(BesideLeaf):
    """The index of the ledger by person: one row for each person a line is about.

    Row security lets no index over an array answer, so the ids of `Leaf.subjects` stand here again.
    Verification compares the two.
    """

    append_only = True
    follows: ClassVar[dict[str, Follows]] = {"person": Follows.LEDGER}

    holder = models.UUIDField(null=True, db_column="holder_id")
    person = models.UUIDField(db_column="person_id")
    leaf = models.UUIDField(db_column="leaf_id")

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["controller", "person", "leaf"], name="audit_subject_person")
        ]


class Number(BesideLeaf):
    """The place of a leaf in its controller's ledger, given by the sealer. Carries the leaf's id."""

    append_only = True
    role_grants: ClassVar[dict[str, str]] = {"kith_app": "SELECT", "kith_sealer": "SELECT, INSERT"}

    n = models.BigIntegerField()

    class Meta:
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["controller", "n"], name="audit_number_n")]


class Head(BesideLeaf):
    """A signed head: how long the ledger was at a time, and its root. A copy is kept outside."""

    append_only = True
    role_grants: ClassVar[dict[str, str]] = {"kith_app": "SELECT", "kith_sealer": "SELECT, INSERT"}

    size = models.BigIntegerField()
    root = models.BinaryField()
    time = models.DateTimeField()
    signature = models.BinaryField()
    # The roots of the full subtrees, with which the sealer carries on.
    peaks = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["controller", "size"], name="audit_head_size")
        ]


class Disposal(BesideLeaf):
    """Under which decision the detail of a leaf was disposed of. Carries the leaf's id."""

    append_only = True

    under = models.TextField()


class ExchangeKey(models.Model):
    """The public half of a controller's pair: what every other controller needs to write to it.

    Everybody may read all of them; a row is added by the controller whose key it is, and by nobody else.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Not named `controller`: that name makes a table a tenant's.
    owner = models.ForeignKey(Controller, models.PROTECT, db_column="controller_id", related_name="+")
    n = models.PositiveIntegerField()
    agreement = models.BinaryField()
    signing = models.BinaryField()
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints: ClassVar[list[Any]] = [models.UniqueConstraint(fields=["owner", "n"], name="audit_exchangekey_n")]
