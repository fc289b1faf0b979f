"""The few drawings that stand beside words. Drawn once here, hidden from screen readers: the word says it."""

from markupsafe import Markup

__all__ = ["ICONS", "LOGO"]

_SHAPES = {
    "late": '<path fill-rule="evenodd" d="M8 1 15.6 14.6H.4Zm-.9 5.2.25 4.1h1.3l.25-4.1Zm.9 5.2a.95.95 0 1 0 0 1.9.95.95 0 0 0 0-1.9Z" fill="currentColor" stroke="none"/>',  # noqa: E501
    "due": '<path d="M8 1.2 14.8 8 8 14.8 1.2 8Z"/><path d="M8 1.2 14.8 8 8 14.8Z" fill="currentColor" stroke="none"/>',
    "ok": '<circle cx="8" cy="8" r="6.4"/><path d="m5 8.2 2.1 2.1L11 6.2"/>',
    "pause": '<path d="M5.6 3.4v9.2M10.4 3.4v9.2" stroke-width="2.4"/>',
    "none": '<circle cx="8" cy="8" r="6.2" stroke-dasharray="2.6 2.3"/>',
    "info": '<rect x="1.8" y="1.8" width="12.4" height="12.4" rx="2"/><path d="M8 7.4v3.8M8 4.7v.1"/>',
    "restricted": '<rect x="2.6" y="6.8" width="10.8" height="7.6" rx="1.6" fill="currentColor"/><path d="M5 6.6V4.8a3 3 0 0 1 6 0v1.8"/>',  # noqa: E501
    "differs": '<path d="M3 5.6h10M3 10.4h10M11 2.6 5 13.4"/>',
    "cannot": '<path d="M3 8h10"/>',
    "hide": '<path d="M1.4 8S4 3.4 8 3.4 14.6 8 14.6 8 12 12.6 8 12.6 1.4 8 1.4 8Z"/><circle cx="8" cy="8" r="2"/><path d="M2.4 14 13.6 2"/>',  # noqa: E501
    "find": '<circle cx="7" cy="7" r="4.8"/><path d="m10.6 10.6 4 4"/>',
    "add": '<path d="M8 2.6v10.8M2.6 8h10.8"/>',
    "print": '<path d="M4.4 6V1.8h7.2V6M4.4 11.6H1.8V6h12.4v5.6h-2.6M4.4 9.6h7.2v4.6H4.4Z"/>',
    "school": '<path d="M1.4 6 8 2.6 14.6 6 8 9.4Z"/><path d="M4 7.6v4c1.2 1.2 6.8 1.2 8 0v-4M14.4 6.2v4.2"/>',
    "people": '<circle cx="5.2" cy="5" r="2.3"/><circle cx="11" cy="5.8" r="1.9"/><path d="M1.2 13.6c.2-3 1.8-4.4 4-4.4s3.8 1.4 4 4.4M10.6 9.8c2.2 0 3.8 1.2 4 3.8"/>',  # noqa: E501
    "file": '<path d="M3.4 1.8h6L12.6 5v9.2H3.4Z"/><path d="M9.2 2v3.2h3.2"/>',
}


def _drawn(shape: str) -> Markup:
    return Markup('<svg class="k-i" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{}</svg>').format(
        Markup(shape)
    )


ICONS: dict[str, Markup] = {name: _drawn(shape) for name, shape in _SHAPES.items()}
LOGO = Markup(
    '<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">'
    '<rect class="k-logo__stem" x="4" y="3" width="5" height="26" rx="2.5"/>'
    '<path class="k-logo__arc" d="M11.5 16A12.5 12.5 0 0 0 24 3.7M11.5 16A12.5 12.5 0 0 1 24 28.3"'
    ' stroke-width="5" stroke-linecap="round"/><circle class="k-logo__child" cx="25" cy="16" r="4"/></svg>'
)
