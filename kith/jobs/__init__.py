"""Work that takes longer than a page may: a queue in this database, and the process that works it off.

    @job("import.commit", system="importer")
    def commit(work: Work, batch: UUID) -> None:
        with work.opened():
            ...

    defer(commit, in_turn=holder_id, batch=batch.id)

`defer` belongs to the open unit: the job is there if and only if the rows it is about are. A job carries ids and
nothing else, and opens its own tenancy as a system post on behalf of whoever asked.
"""

from kith.jobs.queue import Interrupted, Work, defer, defer_elsewhere, job, nightly

__all__ = ["Interrupted", "Work", "defer", "defer_elsewhere", "job", "nightly"]
