"""Served at an https address, everything goes that way: what comes otherwise is led there, and told so."""

import os
import subprocess
import sys

import pytest

ASKED = """
import django
django.setup()
from django.conf import settings
from django.http import HttpResponse
from django.middleware.security import SecurityMiddleware
from django.test import RequestFactory
here = RequestFactory(HTTP_HOST="kith.example")
answer = SecurityMiddleware(lambda request: HttpResponse("a page"))
plain, sealed = answer(here.get("/concerns/")), answer(here.get("/concerns/", HTTP_X_FORWARDED_PROTO="https"))
print(plain.status_code, plain.headers.get("Location"), sealed.status_code)
print(sealed.headers.get("Strict-Transport-Security"))
print(settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SESSION_COOKIE_NAME)
"""


@pytest.fixture
def served_at(tmp_path):
    def ask(origins):
        of_its_own = {"KITH_VAR": str(tmp_path), "KITH_ORIGINS": origins, "DJANGO_SETTINGS_MODULE": "config.settings"}
        told = subprocess.run(
            [sys.executable, "-c", ASKED], env=os.environ | of_its_own, capture_output=True, text=True, check=True
        )
        return told.stdout.splitlines()

    return ask


@pytest.mark.shows("C58")
def test_what_comes_without_it_is_led_there_and_told_to_come_so_for_a_year(served_at):
    way, year, cookies = served_at("https://kith.example")
    assert way == "301 https://kith.example/concerns/ 200"
    assert year == "max-age=31536000"
    assert cookies == "True True __Host-session"


def test_without_an_https_address_nobody_is_led_anywhere(served_at):
    """The control, and a first look at home."""
    assert served_at("http://kith.example")[:2] == ["200 None 200", "None"]
