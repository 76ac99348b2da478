"""The only settings module. Every choice comes from ``ANHUAN_*`` or ``DATABASE_URL``."""

from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import django_stubs_ext

from anhuan.config.env import Misconfigured, Reader

django_stubs_ext.monkeypatch()

env = Reader()
PACKAGE = Path(__file__).resolve().parent.parent

DATA_DIR = Path(env.text("ANHUAN_DATA", "data")).resolve()
NODE_NAME = env.text("ANHUAN_NODE", "anlan")
DEBUG = env.flag("ANHUAN_DEBUG", False)
PORT = env.number("ANHUAN_PORT", 8000)
HTTPS = env.flag("ANHUAN_HTTPS", False)
ALLOWED_HOSTS = [
    host for host in env.text("ANHUAN_HOSTS", "127.0.0.1,localhost").split(",") if host
]
CSRF_TRUSTED_ORIGINS = [origin for origin in env.text("ANHUAN_ORIGINS", "").split(",") if origin]


def _secret_key() -> str:
    """The configured key, or one made once and kept in the data folder."""
    given = env.secret("ANHUAN_SECRET_KEY", "")
    if given:
        return given
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


SECRET_KEY = _secret_key()


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
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise Misconfigured(f"DATABASE_URL must start with postgresql://, not {parts.scheme}://")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or options.pop("host", "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _database() -> dict[str, object]:
    url = env.environ.get("DATABASE_URL", "")
    return _postgresql(url) if url else _sqlite(DATA_DIR / "anhuan.sqlite3")


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
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
    "anhuan.obligations",
    "anhuan.cases",
    "anhuan.web",
    "anhuan.ops",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
            ],
        },
    }
]

ROOT_URLCONF = "anhuan.config.urls"
WSGI_APPLICATION = "anhuan.config.wsgi.application"
AUTH_USER_MODEL = "people.Account"
REACTIONS = "anhuan.config.reactions.REACTIONS"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

env.check()
