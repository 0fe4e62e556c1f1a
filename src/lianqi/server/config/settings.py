"""Django's settings. What differs between installations comes from the environment (`environment.py`)."""

from __future__ import annotations

import os
import tempfile
from datetime import timedelta
from pathlib import Path

from lianqi.server.config import environment, outgoing

HOME = environment.home()
DEBUG = environment.debug()
SECRET_KEY = environment.secret_key()
SECRET_KEY_IS_OF_THIS_PROCESS = not os.environ.get("LIANQI_SECRET_KEY")
ALLOWED_HOSTS = environment.allowed_hosts()

# A file for each process, so that two runs of the tests do not meet; a file, so that they run in WAL mode as we do.
_TEST_FILE = Path(tempfile.gettempdir()) / f"lianqi-test-{os.getpid()}.sqlite3"
DATABASES = {"default": environment.database(test_file=_TEST_FILE)}
# One use-case is one transaction, opened in its operation: a transaction a request would hold SQLite's only write lock
# while a page is rendered.
ATOMIC_REQUESTS = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

#: Erasures are listed here, outside the database and its backups, so that a restore can apply them again.
ERASURE_LIST = Path(os.environ.get("LIANQI_ERASURE_LIST") or HOME / "var" / "erasures.jsonl")

#: Attachments, as files beside the database.
BLOBS = HOME / "var" / "blobs"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "lianqi.server.config",
    "lianqi.server.access",
    "lianqi.server.ui",
    "lianqi.server.ledger",
    "lianqi.server.blobs",
    "lianqi.server.jottings",
    "lianqi.server.worker",
    "lianqi.server.registry",
    "lianqi.server.people",
    "lianqi.server.mechanisms",
    "lianqi.server.cases",
    "lianqi.server.notices",
    "lianqi.server.accounts",
    "lianqi.server.api",
    "lianqi.server.enterprise_page",
    "lianqi.server.fieldwork",
    "lianqi.server.staff",
    "lianqi.server.cockpit",
    "lianqi.server.enterprises",
    "lianqi.server.trail",
    "lianqi.server.meetings",
    "lianqi.server.board",
    "lianqi.server.reports",
    # After ours, so that our templates stand in place of theirs.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    # Its pages that show the interface, served from here and from no other host.
    "ninja",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lianqi.server.accounts.doorkeeper.Doorkeeper",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "lianqi.server.config.urls"
WSGI_APPLICATION = "lianqi.server.config.wsgi.application"

_LOADERS = [
    "django_cotton.cotton_loader.Loader",
    "django.template.loaders.app_directories.Loader",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": _LOADERS if DEBUG else [("django.template.loaders.cached.Loader", _LOADERS)],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
                "lianqi.server.ui.templatetags.ui",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lianqi.server.ui.context.shell",
                "lianqi.server.notices.context.bell",
            ],
        },
    }
]

# Files for the browser: built by `make assets`, found in the packages themselves, served by whitenoise.
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "lianqi.server.ui.static_files.BuiltFiles"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = "lianqi.server.ui.static_files.kept_for_ever"

# Where the pages are reached by https, the browser is told to insist on it.
_HTTPS = environment.https()
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HTTPS
SECURE_SSL_REDIRECT = _HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if _HTTPS else 0
# A proxy in front that ends https says so in this header, and must overwrite what a client sends in it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "lianqi.server.accounts.sessions"
SESSION_COOKIE_NAME = "lianqi"
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "lianqi.server.ui.views.stale_form"

# Everything a page needs comes from this installation; nothing stands in the page itself that could be run.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        # Bootstrap draws its ticks and arrows as data: addresses in the style sheet.
        "img-src": ["'self'", "data:", "blob:"],
        "media-src": ["'self'", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'", *environment.sign_on_hosts()],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

# Signing in.
AUTH_USER_MODEL = "accounts.Account"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_RULES = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_RULES}.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": f"{_RULES}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ["name"]}},
    {"NAME": f"{_RULES}.CommonPasswordValidator"},
    {"NAME": f"{_RULES}.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    # First: who is locked out is not even asked for the password.
    "axes.backends.AxesStandaloneBackend",
    "lianqi.server.accounts.sessions.AccountBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ACCOUNT_ADAPTER = "lianqi.server.accounts.adapters.OurAccounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "name"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"login": "lianqi.server.accounts.forms.SignInForm"}
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
# axes counts wrong passwords; these bound what one address may try altogether, codes of the second factor included.
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,10/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "联企"
# A phone whose clock is half a minute off is still the right phone.
MFA_TOTP_TOLERANCE = 1
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# By name and place together: who sits elsewhere cannot lock somebody out by typing their name.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "lianqi.server.accounts.lockout.counted_name"
AXES_LOCKOUT_CALLABLE = "lianqi.server.accounts.lockout.locked_out"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

# Single sign-on (OpenID Connect), where the installation names a provider.
SOCIALACCOUNT_ADAPTER = "lianqi.server.accounts.adapters.OurSingleSignOn"
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_PROVIDERS = environment.single_sign_on()
OIDC_CLAIM = os.environ.get("LIANQI_OIDC_CLAIM") or "preferred_username"

#: How many requests one token of the interface may send a minute, to each web process.
API_REQUESTS_A_MINUTE = environment.api_requests_a_minute()

# What the processes say of themselves names no person: axes would write sign-in names and addresses, Django's request
# logger the address of a page. Failures are told by Django's own logger with their traceback.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "loggers": {
        "axes": {"handlers": ["nowhere"], "propagate": False},
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.security": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}

# Instants are UTC everywhere; working time is reckoned in the zone of a park's calendar, by the kernel.
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = True
# The words on screen stand in the templates in Chinese; each room keeps their English in its `locale`.

#: Messages to the outside (`lianqi.server.notices`): who may be called, by which mail server letters go.
OUTGOING_HOSTS = outgoing.hosts()
OUTGOING_PRIVATE = outgoing.private()
#: Where people reach the pages; letters end with it.
PUBLIC_URL = os.environ.get("LIANQI_PUBLIC_URL", "").rstrip("/")
#: The service centre's telephone: whoever cannot come in by their link is told it.
CENTRE_PHONE = os.environ.get("LIANQI_CENTRE_PHONE", "").strip()
EMAIL_HOST = os.environ.get("LIANQI_SMTP_HOST", "")
EMAIL_PORT = outgoing.smtp_port()
EMAIL_HOST_USER = os.environ.get("LIANQI_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("LIANQI_SMTP_PASSWORD", "")
EMAIL_USE_SSL = outgoing.smtp_security() == "tls"
EMAIL_USE_TLS = outgoing.smtp_security() == "starttls"
EMAIL_TIMEOUT = 8
DEFAULT_FROM_EMAIL = outgoing.smtp_from()
#: The right side of a Message-ID.
EMAIL_NAME = DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
