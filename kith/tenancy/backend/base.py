"""The connection: Django's own, with the guard on every statement and on every COPY."""

from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.utils import CursorDebugWrapper, CursorWrapper

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


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = TenantSchemaEditor

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit: Any = None
        self.execute_wrappers.append(guard.execute_wrapper)

    def bound_cursor(self) -> CursorWrapper:
        """A cursor that sends values beside the text: after some times the database keeps its plan with the text."""
        self.ensure_connection()
        usual, self.connection.cursor_factory = self.connection.cursor_factory, base.ServerBindingCursor
        try:
            return self.cursor()  # type: ignore[no-any-return]
        finally:
            self.connection.cursor_factory = usual

    def make_cursor(self, cursor: Any) -> CursorWrapper:
        return GuardedCursor(cursor, self)

    def make_debug_cursor(self, cursor: Any) -> CursorWrapper:
        return GuardedDebugCursor(cursor, self)
