"""Django's settings. Everything that differs between installations comes from the environment."""

from urllib.parse import urlsplit

from config import environment
from config.logs import LOGGING as LOGGING
from config.sign_in import *  # noqa: F403

BASE_DIR = environment.BASE
KITH_VAR = environment.var_folder()
KITH_KEYS = environment.keys_folder()
KITH_DB_ROLE = environment.database_role()
KITH_ORIGINS = environment.origins()
KITH_HERE = environment.here()

SECRET_KEY = environment.secret_key()
DEBUG = False
ALLOWED_HOSTS = [urlsplit(origin).hostname for origin in KITH_ORIGINS] or ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = KITH_ORIGINS
SERVED_BY_HTTPS = bool(KITH_ORIGINS) and all(origin.startswith("https://") for origin in KITH_ORIGINS)

DATABASES = {"default": environment.database(KITH_DB_ROLE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rooms of Kith with tables or start-up work, from the ground up.
ROOMS = [
    "tenancy",
    "audit",
    "accounts",
    "organisations",
    "access",
    "documents",
    "people",
    "cases",
    "intake",
    "chronology",
    "tasks",
    "conduct",
    "insight",
    "sharing",
    "web",
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    *(f"kith.{room}" for room in ROOMS),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "config.startup.StartUp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "kith.web.typed.Typed",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kith.web.signin.gate.Gate",
    "kith.web.request.OneTransaction",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "NAME": "jinja2",
        "DIRS": [BASE_DIR / "kith" / "web" / "templates"],
        "OPTIONS": {"environment": "kith.web.jinja.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

# Jobs stand in a room's jobs.py; procrastinate finds them there.
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# Notices by e-mail: where they go, and from whom they come.
vars().update(environment.mail())
DEFAULT_FROM_EMAIL = environment.mail_from()

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

# Nothing from third parties, nothing inline; a frame around Kith could make somebody click blindly.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "img-src": ["'self'", "data:"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_ENGINE = "kith.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "kith.web.errors.forged"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SERVED_BY_HTTPS
WRITER_COOKIE_NAME = "writer"
# What somebody types without https is led there, and by itself the next time.
SECURE_SSL_REDIRECT = SERVED_BY_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if SERVED_BY_HTTPS else 0
if SERVED_BY_HTTPS:
    # A cookie of this name is taken from no other host and over no other way.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, WRITER_COOKIE_NAME = "__Host-session", "__Host-csrf", "__Host-writer"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
