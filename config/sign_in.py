"""Settings of signing in: whose accounts, how passwords are kept, when a door locks, how long a session lives."""

from datetime import timedelta

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "kith.accounts.backend.AccountBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

# Five failures for one account from one network address close that door for fifteen minutes, and a try at the
# closed door does not lengthen it: nobody can lock somebody else out for ever. What was typed is kept as a hash.
AXES_USERNAME_FORM_FIELD = "username"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "kith.accounts.lockout.what_was_typed"
AXES_LOCKOUT_CALLABLE = "kith.web.signin.views.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "email", "password", "code", "csrfmiddlewaretoken"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Of allauth Kith uses the second factors: their tables and arithmetic. None of its pages is mounted.
MFA_ADAPTER = "kith.accounts.adapter.SealedSecrets"
MFA_TOTP_ISSUER = "Kith"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_DIGITS = 10

# A day at work. Time-outs within it are the controller's (kith.accounts.rules).
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
LOGIN_URL = "sign_in"
# A link in which somebody chooses a password opens for a day.
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
