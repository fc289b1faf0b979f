"""An error is found again by its kind and place; nothing anybody typed stands in a log."""

import logging
import sys

from django.conf import settings

from config.logs import KindAndPlace


def failing() -> logging.LogRecord:
    try:
        try:
            raise KeyError("Mia Sole")
        except KeyError as first:
            raise RuntimeError("4 Kiln Lane") from first
    except RuntimeError:
        path = ("/people/Mia",)
        return logging.LogRecord("django.request", logging.ERROR, __file__, 1, "Failed: %s", path, sys.exc_info())


def test_the_kind_and_the_place_are_told_and_no_message():
    said = KindAndPlace().format(failing())
    assert "RuntimeError" in said and "KeyError" in said and "test_logs.py" in said and "in failing" in said
    assert not [word for word in ("Mia", "Sole", "Kiln") if word in said]


def test_the_usual_way_would_tell_it():
    """The negative control."""
    said = logging.Formatter().format(failing())
    assert "Mia Sole" in said and "Kiln" in said


def test_errors_of_every_room_and_library_go_there():
    assert settings.LOGGING["root"]["handlers"] == ["errors"]
    assert settings.LOGGING["handlers"]["errors"]["formatter"] == "kind and place"
