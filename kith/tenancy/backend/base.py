"""The connection: Django's own, with the guard on every statement and on every COPY."""

from functools import cache
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper
from psycopg import adapt, pq

from kith.tenancy import guard
from kith.tenancy.backend.schema import TenantSchemaEditor


class _GuardedCopy:
    """COPY passes by execute wrappers, so the check is made here as well."""

    db: Any
    cursor: Any

    def copy(self, statement: Any, *args: Any, **kwargs: Any) -> Any:
        guard.require_tenant(statement, self.db)
        with self.db.wrap_database_errors:
            return self.cursor.copy(statement, *args, **kwargs)


class GuardedCursor(_GuardedCopy, CursorWrapper):
    pass


class GuardedDebugCursor(_GuardedCopy, CursorDebugWrapper):
    pass


class _JsonAsText(adapt.Loader):
    """Django reads JSON itself. As bytes it comes with the number of its form in front."""

    format = pq.Format.BINARY

    def load(self, data: Any) -> str:
        return bytes(data)[1:].decode()


@cache
def _reading_bytes(usual: adapt.AdaptersMap) -> adapt.AdaptersMap:
    context = adapt.AdaptersMap(usual)
    context.register_loader("jsonb", _JsonAsText)
    return context


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = TenantSchemaEditor

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit: Any = None
        self.execute_wrappers.append(guard.execute_wrapper)

    def get_connection_params(self) -> dict[str, Any]:
        params = super().get_connection_params()
        params["context"] = _reading_bytes(params["context"])
        return params

    def bound_cursor(self) -> CursorWrapper:
        """A cursor that sends values beside the text: after some times the database keeps its plan with the text.

        Answers come as bytes, which the driver reads itself: a moment written out is read in Python, and slowly.
        """
        self.ensure_connection()
        usual, self.connection.cursor_factory = self.connection.cursor_factory, base.ServerBindingCursor
        try:
            cursor: CursorWrapper = self.cursor()
            cursor.cursor.format = pq.Format.BINARY
            return cursor
        finally:
            self.connection.cursor_factory = usual

    def make_cursor(self, cursor: Any) -> CursorWrapper:
        return GuardedCursor(cursor, self)

    def make_debug_cursor(self, cursor: Any) -> CursorWrapper:
        return GuardedDebugCursor(cursor, self)
