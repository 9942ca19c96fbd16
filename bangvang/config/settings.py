"""All settings, read top to bottom, from BANGVANG_* variables with development defaults.

A secret may also stand in a file named by BANGVANG_X_FILE. With debug off nothing starts without a secret key and
the names of the hosts. docs/operations.md explains every variable; a test holds the two together.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environ import Env

env = Env()


def secret(name: str, default: str | None = None) -> str | None:
    """The variable itself, or the content of the file that NAME_FILE points at."""
    path = os.environ.get(f"{name}_FILE")
    return Path(path).read_text(encoding="utf-8").strip() if path else os.environ.get(name, default)


BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.str("BANGVANG_VAR_DIR", default=str(BASE_DIR / "var")))

# --- Mode ---------------------------------------------------------------------------------------------------
DEBUG = env.bool("BANGVANG_DEBUG", default=True)
DEMO = env.bool("BANGVANG_DEMO", default=False)
ALLOWED_HOSTS = env.list("BANGVANG_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if DEBUG else [])
SECRET_KEY = secret("BANGVANG_SECRET_KEY", "chi-dung-khi-phat-trien-khong-dung-that" if DEBUG else None) or ""
# After a change of the secret key: the keys before, with which sessions and second factors were made.
SECRET_KEY_FALLBACKS = env.list("BANGVANG_OLD_SECRET_KEYS", default=[])
# Whoever serves over plain HTTP says so: the development server and the demo district on one's own machine.
HTTPS = env.bool("BANGVANG_HTTPS", default=not (DEBUG or DEMO))
if not DEBUG and not (SECRET_KEY and ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        "Cần đặt BANGVANG_SECRET_KEY và BANGVANG_HOSTS trước khi chạy thật (BANGVANG_DEBUG=0)."
    )

# --- Applications: the floor first, then the rooms ----------------------------------------------------------
INSTALLED_APPS = [
    *(["bangvang.demo"] if DEMO else []),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "template_partials",
    "bangvang.core",
    "bangvang.directory",
    "bangvang.documents",
    "bangvang.registry",
    "bangvang.rules",
    "bangvang.training",
    # after our rooms, whose templates take the place of its own
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    "bangvang.core.middleware.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bangvang.core.compression.CompressedPages",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "bangvang.core.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "bangvang.core.middleware.Guarded",
    "bangvang.core.middleware.Today",
    "bangvang.core.middleware.LoginRequired",
    "bangvang.directory.middleware.SecondFactor",
    "bangvang.core.middleware.ErrorPages",
]
ROOT_URLCONF = "bangvang.config.urls"
WSGI_APPLICATION = "bangvang.config.wsgi.application"
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
                "bangvang.core.context.office",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# --- Database: one file by default, PostgreSQL by one setting -----------------------------------------------
DATABASE_URL = secret("BANGVANG_DATABASE_URL", f"sqlite:///{VAR_DIR / 'bangvang.sqlite3'}") or ""
DATABASES = {"default": Env.db_url_config(DATABASE_URL)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"},
}

# --- Language and time --------------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
LOCALE_PATHS = [BASE_DIR / "bangvang" / "locale"]
FORMAT_MODULE_PATH = ["bangvang.core.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

# --- First page: who answers for what awaits a person -----------------------------------------------------------
AWAITING: list[str] = [
    "bangvang.training.queries.awaiting.awaiting",
    "bangvang.training.queries.awaiting_classes.awaiting",
]

# --- Menu and trail: which places a person has; what the trail calls each room's verbs --------------------------
NAVIGATION: list[str] = [
    "bangvang.directory.navigation.places",
    "bangvang.training.queries.awaiting.places",
    "bangvang.training.queries.awaiting_classes.places",
    "bangvang.registry.navigation.places",
    "bangvang.rules.queries.proposals.places",
    "bangvang.documents.queries.places",
    "bangvang.core.navigation.calendar",
]
VERBS: list[str] = [
    "bangvang.directory.navigation.VERBS",
    "bangvang.training.queries.awaiting.VERBS",
    "bangvang.documents.queries.VERBS",
    "bangvang.rules.queries.proposals.VERBS",
    "bangvang.registry.navigation.VERBS",
]

# --- The law: folders of rules beside the national ones, for the whole office (a province's regulation) ------------
RULE_OVERLAYS: list[str] = env.list("BANGVANG_RULE_OVERLAYS", default=[])

# --- Scheduled work: functions f(on), idempotent, called by `bangvang run_periodic` and by the worker -----------
PERIODIC: list[str] = [
    "bangvang.core.periodic.send_letters",
    "bangvang.core.periodic.clean_up",
    "bangvang.registry.periodic.run",
    "bangvang.training.reminders.run",
]

# --- Files --------------------------------------------------------------------------------------------------
STATIC_URL = "/tinh/"
STATIC_ROOT = VAR_DIR / "static"
FONTS_DIR = VAR_DIR / "fonts"
# Screen fonts are prepared before the static files are collected; pages do without them until then.
STATICFILES_DIRS = [("fonts", FONTS_DIR)]
SILENCED_SYSTEM_CHECKS = ["staticfiles.W004"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
FILES_DIR = VAR_DIR / "files"
UPLOAD_LIMIT_MB = env.int("BANGVANG_UPLOAD_LIMIT_MB", default=20)
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

# --- Accounts: invited, never self-registered; password with Argon2, second factor, throttled ---------------
AUTH_USER_MODEL = "directory.User"
AUTHENTICATION_BACKENDS = ["bangvang.directory.adapters.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
INVITATION_DAYS = env.int("BANGVANG_INVITATION_DAYS", default=7)
ACCOUNT_ADAPTER = "bangvang.directory.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "bangvang.directory.adapters.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,30/5m/ip", "login": "30/m/ip"}
ACCOUNT_FORMS = {
    "login": "bangvang.directory.forms.LoginForm",
    "change_password": "bangvang.directory.forms.ChangePasswordForm",
    "reauthenticate": "bangvang.directory.forms.PasswordAgainForm",
}
MFA_FORMS = {
    "authenticate": "bangvang.directory.forms.SecondFactorForm",
    "reauthenticate": "bangvang.directory.forms.SecondFactorAgainForm",
    "activate_totp": "bangvang.directory.forms.SetUpForm",
}
MFA_ADAPTER = "bangvang.directory.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Bảng Vàng"
# Single sign-on opens the account that bears the address which the authority's own provider vouches for.
OIDC_SERVER = env.str("BANGVANG_OIDC_SERVER", default="")
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "sso",
                    "name": env.str("BANGVANG_OIDC_NAME", default="Tài khoản công vụ"),
                    "client_id": env.str("BANGVANG_OIDC_CLIENT_ID"),
                    "secret": secret("BANGVANG_OIDC_SECRET"),
                    "settings": {"server_url": OIDC_SERVER, "oauth_pkce_enabled": True},
                }
            ]
        }
    }
    if OIDC_SERVER
    else {}
)

# --- Sessions, cookies, transport ---------------------------------------------------------------------------
SESSION_COOKIE_AGE = env.int("BANGVANG_SESSION_HOURS", default=9) * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = env.list("BANGVANG_TRUSTED_ORIGINS", default=[])
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^song$"]  # the health address: a supervisor asks it without TLS
BEHIND_PROXY = env.bool("BANGVANG_BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(BEHIND_PROXY)  # whose address the limits of attempts count by
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = (
    False  # other systems of the authority share its domain; they decide for themselves
)
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        # a browser follows the rule through redirects, so the way to single sign-on must be open too
        "form-action": [
            SELF,
            *(["{0.scheme}://{0.netloc}".format(urlsplit(OIDC_SERVER))] if OIDC_SERVER else []),
        ],
        "frame-ancestors": [SELF],
    }
}

# --- Mail: where a server is set, the outbox sends; where none is set, links are printed and handed over ----
EMAIL_HOST = env.str("BANGVANG_EMAIL_HOST", default="")
EMAIL_PORT = env.int("BANGVANG_EMAIL_PORT", default=587)
EMAIL_HOST_USER = env.str("BANGVANG_EMAIL_USER", default="")
EMAIL_HOST_PASSWORD = secret("BANGVANG_EMAIL_PASSWORD", "") or ""
EMAIL_USE_TLS = env.bool("BANGVANG_EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("BANGVANG_EMAIL_FROM", default="bangvang@localhost")
SITE_URL = env.str("BANGVANG_SITE_URL", default="http://127.0.0.1:8000")

# --- Logs ---------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "bangvang.core.request_id.RequestIdFilter"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s [%(request_id)s] %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request"]}},
    "root": {"handlers": ["stderr"], "level": env.str("BANGVANG_LOG_LEVEL", default="WARNING")},
}
