"""The engine of Kith's own pages: always escaping, silent about nothing."""

from __future__ import annotations

from typing import Any

import jinja2
from django.templatetags.static import static
from django.urls import reverse

from kith.web.icons import ICONS, LOGO


def environment(**options: Any) -> jinja2.Environment:
    """A missing value is an error, never an empty place on a page about a child."""
    options["undefined"] = jinja2.StrictUndefined
    made = jinja2.Environment(trim_blocks=True, lstrip_blocks=True, **options)
    made.globals |= {"static": static, "url": _url, "icon": ICONS, "logo": LOGO}
    return made


def _url(name: str, **parts: Any) -> str:
    return reverse(name, kwargs=parts or None)
