"""Write `docs/reference/acceptance.md`: `.venv/bin/python -m tests.acceptance`."""

from tests.acceptance.page import PAGE, page

PAGE.write_text(page(), encoding="utf-8")
print(PAGE)
