"""Django's settings, all derived from `entry.configuration`: the same for every process that loads Django.

They import without a running database, switch or front-end build: `smartnumbers numbers list` must work on a machine
that has none of them running.
"""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from smartnumbers.entry import configuration, secrets
from smartnumbers.entry.variables import is_loopback

CONFIGURATION = configuration.read()
PORTAL = Path(__file__).resolve().parents[1] / "portal"


def _database() -> dict[str, object]:
    """The database of the configuration: PostgreSQL where one is named, else SQLite in the home folder."""
    if CONFIGURATION.database:
        address = urlsplit(CONFIGURATION.database)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(address.path.lstrip("/")),
            "USER": unquote(address.username or ""),
            "PASSWORD": unquote(address.password or ""),
            "HOST": address.hostname or "",
            "PORT": str(address.port or ""),
            "OPTIONS": {"connect_timeout": 5},
        }
    CONFIGURATION.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(CONFIGURATION.sqlite_file),
        # IMMEDIATE: a transaction that will write takes the write lock at its start and waits for it there; a lock
        # taken half-way cannot wait and fails at once. FULL: a committed call survives a power cut, in WAL mode too.
        "OPTIONS": {
            "timeout": 10,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
        },
    }


# Beyond loopback, and wherever a public name is given, the portal stands behind TLS: cookies travel only there.
_TLS = not is_loopback(CONFIGURATION.http.host) or bool(CONFIGURATION.allowed_hosts)

DEBUG = False
SECRET_KEY = secrets.secret(folder=CONFIGURATION.secrets, name="django-secret-key")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", CONFIGURATION.http.host, *CONFIGURATION.allowed_hosts]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if _TLS else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _TLS
SESSION_COOKIE_NAME = f"smartnumbers_session_{CONFIGURATION.http.port}"
CSRF_COOKIE_NAME = f"smartnumbers_csrf_{CONFIGURATION.http.port}"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_ENGINE = "django.contrib.sessions.backends.db"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_vite",
    # For the API's documentation page, which would otherwise load its scripts from elsewhere.
    "ninja",
    "smartnumbers.apps.audit",
    "smartnumbers.apps.accounts",
    "smartnumbers.apps.numbers",
    "smartnumbers.apps.tariffbooks",
    "smartnumbers.apps.carriers",
    "smartnumbers.apps.plans",
    "smartnumbers.apps.callrecords",
    "smartnumbers.apps.reporting",
    "smartnumbers.portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "smartnumbers.portal.language.PersonsLanguageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "smartnumbers.entry.urls"
ASGI_APPLICATION = "smartnumbers.entry.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # The portal's templates come before allauth's, so that its log-in pages replace them.
        "DIRS": [PORTAL / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "smartnumbers.portal.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# The portal's threads keep their connections from request to request (see portal.handler), and look first whether the
# database server was restarted meanwhile.
DATABASES = {"default": _database() | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the database, so that rate limits hold across processes; accounts' first migration makes the table.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "accounts_cache"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "smartnumbers.apps.accounts.adapter.ClosedAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
# Accounts are opened by the operator, who knows the address; nobody can sign up, so there is nothing to verify.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Smart Numbers"

# Without a mail server, mails wait as files for the operator instead of getting lost.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = CONFIGURATION.home / "mail"
DEFAULT_FROM_EMAIL = "smart-numbers@localhost"

# Where the processes tell how they are; see portal.health.
RUN_FOLDER = CONFIGURATION.run
# Where the voices are, so that an announcement can be heard before it is published.
VOICES_CACHE = CONFIGURATION.cache

# Own announcements, where call control finds them; see apps.plans.recordings.
RECORDINGS_FOLDER = CONFIGURATION.recordings
# What callers said after the tone; see apps.callrecords.voicemail.
MESSAGES_FOLDER = CONFIGURATION.messages
# Where the portal and the worker put exported calls, and the portal fetches them.
EXPORTS_FOLDER = CONFIGURATION.exports

LANGUAGE_CODE = "en"
LANGUAGES = [("de", _("German")), ("fr", _("French")), ("it", _("Italian")), ("en", _("English"))]
LOCALE_PATHS = [PORTAL / "locale"]
FORMAT_MODULE_PATH = ["smartnumbers.entry.formats"]
TIME_ZONE = configuration.TIME_ZONE
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.AppDirectoriesFinder"]
# Static files are served from the package itself: nothing has to be collected before the first start.
WHITENOISE_USE_FINDERS = True
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "static_url_prefix": "dist",
        "manifest_path": PORTAL / "static" / "dist" / "manifest.json",
    }
}
# `smartnumbers calls list` works without the portal's build, and need not mention that there is none.
SILENCED_SYSTEM_CHECKS = ["django_vite.W001"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": CONFIGURATION.log_level.upper()},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        # A page that is not there, or not for this reader, is no fault of the product.
        "django.request": {"level": "ERROR"},
        # At debug level Django writes every query; that drowns everything else.
        "django.db.backends": {"level": "INFO"},
        "django.template": {"level": "INFO"},
    },
}
