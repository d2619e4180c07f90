"""The settings of Findspot; what a deployment may set is described in docs/install.md."""

import os
from datetime import timedelta
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from project.environment import Environment
from project.version import VERSION  # noqa: F401 - told by backups

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment(os.environ)

DEBUG = env.flag("DEBUG", default=False)
# The demo is one laptop serving itself over plain http; everything else is a deployment over https.
DEMO = env.flag("FINDSPOT_DEMO", default=False)
SECURE = not (DEBUG or DEMO)

SECRET_KEY = env.secret("SECRET_KEY", kept_in=BASE_DIR / ".secret_key")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    # Before the catalogue, which takes their tables out of the admin.
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    "catalog.apps.CatalogConfig",
    "catalog.apps.HouseConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "import_export",
    "js_lib_leaflet",
    "simple_history",
    "axes",
]
MIDDLEWARE = [
    "catalog.middleware.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "catalog.middleware.kept_connections.KeptConnections",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "catalog.middleware.language.AdminLanguage",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "catalog.entry.session_end.SessionEnd",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
    "catalog.middleware.rates.Rates",
]
ROOT_URLCONF = "project.urls"
FORM_RENDERER = "catalog.lib.form_renderer.QuickForms"
WSGI_APPLICATION = "project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    # For what comes again a hundred times on a page; see catalog/templatetags/quick.py.
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "catalog.templatetags.quick.environment"},
    },
]

# Reading requests never run in a transaction: under BEGIN IMMEDIATE a reader would queue behind
# an import. Writers open their own.
database = env.database("DATABASE_URL", default=BASE_DIR / "findspot.sqlite3")
if database["ENGINE"] == "django.db.backends.sqlite3":
    database["ENGINE"] = "catalog.lib.sqlite"
    database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,  # seconds; SQLite's busy_timeout
        # A file that is there keeps its pages. Four times the usual size, for all that a long list
        # has written and let go is looked through by pages.
        "init_command": (
            "PRAGMA page_size=16384; PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
            "PRAGMA foreign_keys=ON; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY"
        ),
    }
else:
    # Pages ask for few rows by many columns; compiling such a question takes longer than asking it.
    database.setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
# Kept from request to request, as long as the file is the one at its name (kept_connections).
database["CONN_MAX_AGE"] = env.number("DATABASE_CONN_MAX_AGE", default=60)
database["CONN_HEALTH_CHECKS"] = True
DATABASES = {"default": database | {"ATOMIC_REQUESTS": False}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "findspot"},
}

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
# Those who publish show a code of their telephone besides the password.
REQUIRE_SECOND_FACTOR = env.flag("REQUIRE_SECOND_FACTOR", default=SECURE)
OTP_TOTP_ISSUER = "Findspot"

PASSWORD_RESET_TIMEOUT = 24 * 3600
SESSION_COOKIE_AGE = env.number("SESSION_HOURS", default=12, least=1) * 3600
SESSION_IDLE_MINUTES = env.number("SESSION_IDLE_MINUTES", default=120, least=1)

# Wrong passwords are counted in the database, so that the count holds for every process: for a
# name and an address together, for a name alone would let anybody lock its owner out.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = env.number("LOGIN_ATTEMPTS", default=5, least=1)
AXES_COOLOFF_TIME = timedelta(minutes=env.number("LOGIN_WAIT_MINUTES", default=15, least=1))
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "catalog.lib.callers.address_of"
AXES_LOCKOUT_CALLABLE = "catalog.entry.sign_in.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = AXES_VERBOSE = False

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian")), ("ja", _("Japanese"))]
# Django's own sentences decline no Russian noun; ours need no declension.
LOCALE_PATHS = [BASE_DIR / "project" / "locale"]
FORMAT_MODULE_PATH = ["project.formats"]
USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "UTC")

# Uploads have no public address: a view serves what the viewer may see.
MEDIA_ROOT = env.folder("MEDIA_ROOT", BASE_DIR / "media")
STATIC_URL = "static/"
# A deployment serves what `collectstatic` gathered, under names that change with the content;
# the demo and development serve straight from the source.
STATIC_ROOT = env.folder("STATIC_ROOT", BASE_DIR / "staticfiles") if SECURE else None
STATIC_BACKEND = (
    "whitenoise.storage.CompressedManifestStaticFilesStorage"
    if SECURE
    else "django.contrib.staticfiles.storage.StaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": STATIC_BACKEND},
}
WHITENOISE_USE_FINDERS = not SECURE
WHITENOISE_AUTOREFRESH = DEBUG
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024  # bytes, files not counted
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a find with many photos and events is one long form

SECURE_SSL_REDIRECT = env.flag("SSL_REDIRECT", default=SECURE)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", default=365 * 24 * 3600) if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_SECONDS > 0
SECURE_HSTS_PRELOAD = SECURE_HSTS_SECONDS > 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
TRUST_PROXY = env.flag("TRUST_PROXY", default=False)
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Requests a minute from one address, by what they cost; the demo serves its own laptop.
RATES = {"search": 240, "api": 240, "export": 12, "login": 20, "report": 6, "consent": 60}
RATE_LIMITS = env.counts("RATE_LIMITS", default=RATES) if SECURE else {}

PAPER_MAX_BYTES = env.number("PAPER_MAX_BYTES", default=60 * 1024 * 1024)
PHOTO_MAX_BYTES = env.number("PHOTO_MAX_BYTES", default=60 * 1024 * 1024)
PHOTO_MAX_PIXELS = env.number("PHOTO_MAX_PIXELS", default=120_000_000)
PHOTO_MAX_SECONDS = env.number("PHOTO_MAX_SECONDS", default=5)  # of one processor, a step
# Remains and munitions are published by somebody other than their last editor.
SECOND_PERSON_REVIEW = env.flag("SECOND_PERSON_REVIEW", default=True)

# Where visitors read the catalogue, for what is printed elsewhere.
PUBLIC_ADDRESS = env.site("PUBLIC_ADDRESS")

# How long the file of an import is kept after it ended, until `prune --remove`.
KEEP_LISTS_DAYS = env.number("KEEP_LISTS_DAYS", default=90, least=1)

# Pictures of the ground from another host: none unless a deployment asks for them.
MAP_TILES_URL = env.text("MAP_TILES_URL")
MAP_TILES_CREDIT = env.text("MAP_TILES_CREDIT")

IMPORT_EXPORT_USE_TRANSACTIONS = True
SIMPLE_HISTORY_DATE_INDEX = False  # a history is read by its row or its import run

LOG_FORMATS = {"line": "catalog.lib.logs.Lines", "json": "catalog.lib.logs.JsonLines"}
LOG_FORMAT = env.choice("LOG_FORMAT", default="line", allowed=[*LOG_FORMATS])
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "ours": {
            "()": LOG_FORMATS[env.choice("LOG_FORMAT", default="line", allowed=[*LOG_FORMATS])]
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "ours"}},
    "root": {
        "handlers": ["console"],
        "level": env.choice(
            "LOG_LEVEL", default="WARNING", allowed=["DEBUG", "INFO", "WARNING", "ERROR"]
        ),
    },
    # A question to the database holds what was typed.
    "loggers": {"django.db.backends": {"level": "DEBUG" if DEBUG else "INFO"}},
}
