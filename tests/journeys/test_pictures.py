"""The pictures of the README, taken from the demo: `KITH_PICTURES=1 bin/test tests/journeys/test_pictures.py`.

Without that word they are taken all the same and thrown away, so that a page that cannot be shown is found.
"""

import os
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.journeys.steps import enter

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "pictures"
# file -> whose page, and where it is
PICTURES = {
    "lead.png": ("Jan Marsh", "/concerns/"),
    "concern.png": ("Tola Okafor", "/concerns/new/"),
    "teacher.png": ("Tola Okafor", "/"),
}


@pytest.fixture
def base(demo_db):
    server = LiveServer("localhost")
    yield server.url
    server.stop()


def test_the_pictures_can_be_taken(new_page, base, tmp_path) -> None:
    folder = FOLDER if os.environ.get("KITH_PICTURES") else tmp_path
    folder.mkdir(exist_ok=True)
    pages = {}
    for name, (who, where) in PICTURES.items():
        if who not in pages:
            pages[who] = new_page(width=1200, height=760)
            enter(pages[who], base, who)
        answer = pages[who].goto(f"{base}{where}")
        assert answer.status == 200
        pages[who].screenshot(path=str(folder / name))
        assert (folder / name).read_bytes().startswith(b"\x89PNG")


def test_every_picture_of_the_readme_is_one_of_them() -> None:
    text = (ROOT / "README.md").read_text()
    for name in PICTURES:
        assert f"docs/pictures/{name}" in text
        assert (FOLDER / name).exists()
