"""What a log says of an error: its kind and where it happened, and never its message.

Messages hold what was typed and what was read: a name, a date of birth, a row of a table. The kind and the frames
are enough to find the fault.
"""

import logging
import traceback
from typing import Any


class KindAndPlace(logging.Formatter):
    """One line for the record, one for each error of the chain, one for each of its frames."""

    def format(self, record: logging.LogRecord) -> str:
        lines = [f"{self.formatTime(record)} {record.levelname} {record.name}"]
        error = record.exc_info[1] if record.exc_info else None
        while error is not None:
            lines.append(f"  {type(error).__module__}.{type(error).__name__}")
            frames = traceback.extract_tb(error.__traceback__)
            lines += [f"    {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
            error = error.__cause__ or error.__context__
        return "\n".join(lines)


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"kind and place": {"()": "config.logs.KindAndPlace"}},
    "handlers": {"errors": {"class": "logging.StreamHandler", "level": "ERROR", "formatter": "kind and place"}},
    "root": {"handlers": ["errors"], "level": "WARNING"},
}
