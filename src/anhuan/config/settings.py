"""The only settings module. Every choice comes from ``ANHUAN_*`` or ``DATABASE_URL``."""

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import django_stubs_ext

from anhuan.config.env import Misconfigured, Reader
from anhuan.config.logs import logging_of
from anhuan.kernel.slip import is_origin

django_stubs_ext.monkeypatch()

env = Reader()
PACKAGE = Path(__file__).resolve().parent.parent

DATA_DIR = Path(env.text("ANHUAN_DATA", "data")).resolve()
NODE_NAME = env.text("ANHUAN_NODE", "anlan")
NODE_TITLE = env.text("ANHUAN_NODE_TITLE", "").strip() or NODE_NAME
DEBUG = env.flag("ANHUAN_DEBUG", False)
PORT = env.number("ANHUAN_PORT", 8000)
HTTPS = env.flag("ANHUAN_HTTPS", False)
JUDGEMENT_HOUR = env.number("ANHUAN_JUDGEMENT_HOUR", 17)
TRUSTED_PROXIES = env.number("ANHUAN_TRUSTED_PROXIES", 0)
ALLOWED_HOSTS = [
    host for host in env.text("ANHUAN_HOSTS", "127.0.0.1,localhost").split(",") if host
]
CSRF_TRUSTED_ORIGINS = [origin for origin in env.text("ANHUAN_ORIGINS", "").split(",") if origin]


def _own_key() -> str:
    """A key made once and kept in the data folder."""
    path = DATA_DIR / "secret-key"
    if not path.exists():
        import os
        from secrets import token_urlsafe

        DATA_DIR.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return path.read_text(encoding="ascii")
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(token_urlsafe(48))
    return path.read_text(encoding="ascii")


_given_key = env.secret("ANHUAN_SECRET_KEY", "")
SECRET_KEY_GIVEN = bool(_given_key)
SECRET_KEY = _given_key or _own_key()
SECRET_KEY_FALLBACKS = [key for key in env.secret("ANHUAN_SECRET_KEY_OLD", "").split(",") if key]


def _sqlite(name: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(name),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
            ),
        },
        "TEST": {"NAME": str(DATA_DIR / "test.sqlite3")},
    }


def _postgresql(url: str) -> dict[str, object]:
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
    except ValueError as error:
        raise Misconfigured("DATABASE_URL is not an address") from error
    if parts.scheme not in {"postgres", "postgresql"}:
        raise Misconfigured(f"DATABASE_URL must start with postgresql://, not {parts.scheme}://")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "anhuan.base.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or options.pop("host", "")),
        "PORT": port,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _databases() -> dict[str, dict[str, object]]:
    """In files of its own, what stations send does not wait for what people do."""
    url = env.environ.get("DATABASE_URL", "")
    if url:
        return {"default": _postgresql(url)}
    apart = _sqlite(DATA_DIR / "telemetry.sqlite3")
    apart["TEST"] = {"NAME": str(DATA_DIR / "test-telemetry.sqlite3"), "MIGRATE": False}
    return {"default": _sqlite(DATA_DIR / "anhuan.sqlite3"), "telemetry": apart}


DATABASES = _databases()
APART = {"readings": "telemetry"} if "telemetry" in DATABASES else {}
DATABASE_ROUTERS = ["anhuan.base.routing.Apart"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "django_htmx",
    "anhuan.base",
    "anhuan.ledger",
    "anhuan.rulebook",
    "anhuan.people",
    "anhuan.territory",
    "anhuan.sites",
    "anhuan.duty",
    "anhuan.evidence",
    "anhuan.notices",
    "anhuan.documents",
    "anhuan.hazards",
    "anhuan.obligations",
    "anhuan.cases",
    "anhuan.tasks",
    "anhuan.accountability",
    "anhuan.proceedings",
    "anhuan.telemetry",
    "anhuan.telemetry.hot",
    "anhuan.air",
    "anhuan.inspections",
    "anhuan.alarms",
    "anhuan.judgements",
    "anhuan.devices",
    "anhuan.erasure",
    "anhuan.web",
    "anhuan.web.parts",
    "anhuan.web.account",
    "anhuan.web.desk",
    "anhuan.web.firm",
    "anhuan.web.lead",
    "anhuan.web.field",
    "anhuan.web.admin",
    "anhuan.web.record",
    "anhuan.api",
    "anhuan.ops",
]

MIDDLEWARE = [
    "anhuan.config.health.Health",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "anhuan.config.proxy.TrustedProxies",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "anhuan.config.headers.Headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "anhuan.config.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "anhuan.web.account.gate.FirstPassword",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "anhuan.web.parts.viewers.Viewers",
    "anhuan.web.parts.refusing.Refusals",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "anhuan.web.parts.context.page",
            ],
        },
    }
]

ROOT_URLCONF = "anhuan.config.urls"
WSGI_APPLICATION = "anhuan.config.wsgi.application"

AUTH_USER_MODEL = "people.Account"
REACTIONS = "anhuan.config.reactions.REACTIONS"
LOGIN_URL = "account:sign-in"
LOGIN_REDIRECT_URL = "account:me"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": _VALIDATION + "UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "person_name")},
    },
    {"NAME": _VALIDATION + "MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": _VALIDATION + "CommonPasswordValidator"},
    {"NAME": _VALIDATION + "NumericPasswordValidator"},
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"] + [
    PACKAGE / "web" / audience / "locale"
    for audience in ("parts", "desk", "firm", "lead", "field", "admin", "account", "record")
]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
# Vite has put a hash into each name, so there is no second one; the rest is asked for hourly.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_IMMUTABLE_FILE_TEST = r"/built/assets/.+-[\w-]{8}\.\w+$"
WHITENOISE_MAX_AGE = 3600

# Without HTTPS a browser refuses the __Host- prefix, which pins a cookie to this host.
_COOKIE = "__Host-anhuan" if HTTPS else "anhuan"
SESSION_ENGINE = "anhuan.people.sessions"
SESSION_COOKIE_NAME = f"{_COOKIE}-session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{_COOKIE}-csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "anhuan.web.parts.errors.too_old"
LANGUAGE_COOKIE_NAME = "anhuan-language"
LANGUAGE_COOKIE_SECURE = HTTPS
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
# The proxy speaks TLS, not this server: without one a redirect would lead back here for ever.
SECURE_SSL_REDIRECT = bool(HTTPS and TRUSTED_PROXIES)
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and TRUSTED_PROXIES else None
)
X_FRAME_OPTIONS = "DENY"

# Bootstrap draws its ticks and arrows from data: images; photos are previewed from blob:.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "media-src": ["'self'", "blob:"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

SEAL_HOURS = env.number("ANHUAN_SEAL_HOURS", 6)
READINGS = env.address("ANHUAN_READINGS", ("clickhouse", "clickhouses"))
ADDRESS = env.text("ANHUAN_ADDRESS", "").rstrip("/")


def _log_base() -> str:
    """Under which name the logs lie: an address that cannot name one gives way to this machine."""
    given = env.text("ANHUAN_LOG_BASE", "")
    base = given or ADDRESS.partition("://")[2].lower()
    if is_origin(f"{base}/log/{LAST_YEAR}"):
        return base
    if given:
        raise Misconfigured("ANHUAN_LOG_BASE must be a host, with a port or a path, of 58 letters")
    return f"localhost:{PORT}"


LAST_YEAR = 9999
LOG_BASE = _log_base()
LOG_ENTRIES = env.flag("ANHUAN_LOG_ENTRIES", False)
EMAIL_HOST = env.text("ANHUAN_SMTP_HOST", "")
EMAIL_PORT = env.number("ANHUAN_SMTP_PORT", 465)
EMAIL_HOST_USER = env.text("ANHUAN_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.secret("ANHUAN_SMTP_PASSWORD", "")
_security = env.choice("ANHUAN_SMTP_SECURITY", "tls", ("tls", "starttls", "none"))
EMAIL_USE_SSL = _security == "tls"
EMAIL_USE_TLS = _security == "starttls"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("ANHUAN_MAIL_FROM", EMAIL_HOST_USER)
SMS_GATEWAY = env.text("ANHUAN_SMS", "")

LOGGING = logging_of(env.choice("ANHUAN_LOG", "plain", ("plain", "json")))

env.check()
