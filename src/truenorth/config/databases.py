"""Where the records and the letters go: one URL each, turned into what Django wants."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from truenorth.domains.kit.settings import Settings, SettingsRefused

SQLITE_SETUP = """
PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;
PRAGMA mmap_size=134217728; PRAGMA cache_size=-20000;
""".replace("\n", " ").strip()


def database_of(settings: Settings) -> dict[str, Any]:
    if not settings.database_url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": settings.data_dir / "truenorth.sqlite3",
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_SETUP},
        }
    url = urlsplit(settings.database_url)
    if url.scheme not in ("postgres", "postgresql"):
        raise SettingsRefused("DATABASE_URL: use postgres://user:password@host:port/name, or leave it empty for SQLite")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path[1:]),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(url.hostname or "") or dict(parse_qsl(url.query)).get("host", ""),
        "PORT": str(url.port or ""),
        # Each request runs in a thread of its own, so a connection kept by its thread would never be used again.
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 16, "timeout": 20}},
    }


def email_of(settings: Settings) -> dict[str, Any]:
    if not settings.email_url:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend",
            "DEFAULT_FROM_EMAIL": settings.email_from,
        }
    url = urlsplit(settings.email_url)
    if url.scheme not in ("smtp", "smtps") or not url.hostname:
        raise SettingsRefused("TRUENORTH_EMAIL_URL: use smtp://user:password@host:port (or smtps://)")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": url.port or (465 if url.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_SSL": url.scheme == "smtps",
        "EMAIL_USE_TLS": url.scheme == "smtp" and bool(url.username),
        "EMAIL_TIMEOUT": 10,
        "DEFAULT_FROM_EMAIL": settings.email_from,
    }
