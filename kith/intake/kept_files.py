"""Class lists that are kept though nobody has said what their columns mean, and may say where somebody hides since.

Of such a list no row can be told, so the file goes as a whole: whoever sent it sends it again, and what is secret by
then is left out of its rows. A list whose rows were read loses its file alone, as a column that is not used stands
there too.
"""

from collections.abc import Sequence

from kith import audit
from kith.foundation.dates import today
from kith.intake import arriving
from kith.intake.class_list import ClassList
from kith.intake.models import Batch, Run
from kith.intake.reading import read
from kith.intake.sources import BadFile
from kith.intake.stages import Stage
from kith.people.secret_places import SecretPlaces
from kith.tenancy import waiting

__all__ = ["LET_GO", "let_go"]

LET_GO = (
    "An address was made secret after this file came, and it may stand in it. The file was let go before anything of"
    " it was read. Send it again, please."
)


def let_go(secret: SecretPlaces) -> None:
    """Those that wait or are kept still, and may say one of these places. What a job works on loses it by its rows."""
    lists = Batch.objects.filter(kind="class list", pieces__isnull=False).distinct()
    for batch in lists.order_by("id"):
        waiting.alone(f"order {batch.id}")
        if not Run.objects.filter(batch=batch, ended="").exists() and _says(batch, secret):
            _let_go(batch)


def _says(batch: Batch, secret: SecretPlaces) -> bool:
    try:
        content = read(arriving.kept(batch), today=today()).content
    except BadFile:
        return True  # what cannot be looked through is not kept on trust
    rows = content.table.records if isinstance(content, ClassList) else ()
    return any(secret.may_stand_in(_cells(record.values)) for record in rows)


def _cells(values: dict[str, str]) -> Sequence[str]:
    return [text for text in values.values() if text]


def _let_go(batch: Batch) -> None:
    batch.pieces.all().delete()
    if batch.stage == Stage.QUEUED:
        batch.stage, batch.remarks = Stage.CANCELLED, [*batch.remarks, LET_GO]
        batch.save(update_fields=["stage", "remarks"])
        audit.record("import.cancel", holder=batch.holder_id, detail={"batch": str(batch.id)})
