"""Django's settings, derived from the installation's typed settings."""

from pathlib import Path
from typing import Any

from truenorth.config.databases import database_of, email_of
from truenorth.config.logs import logging_of
from truenorth.config.secret import read_or_make_secret
from truenorth.domains.kit.settings import settings

installation = settings()
PACKAGE = Path(__file__).resolve().parent.parent
PAGE_DIR = PACKAGE / "page"

SECRET_KEY = installation.secret_key or read_or_make_secret(installation.data_dir)
DEBUG = installation.debug
ALLOWED_HOSTS = [host.strip() for host in installation.allowed_hosts.split(",")]
CSRF_TRUSTED_ORIGINS = [installation.public_url.rstrip("/")] if installation.public_url else []
ROOT_URLCONF = "truenorth.config.urls"
ASGI_APPLICATION = "truenorth.config.asgi.application"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "truenorth.domains.workspace",
    "truenorth.domains.graph",
    "truenorth.domains.engineering",
    "truenorth.domains.strategy",
    "truenorth.domains.calibration",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]

DATABASES = {"default": database_of(installation)}

AUTH_USER_MODEL = "workspace.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = installation.secure_cookies
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30

STATIC_URL = "/static/"
STATICFILES_DIRS = [("page", PAGE_DIR)] if PAGE_DIR.exists() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 3600
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/page/assets/.+-[\w-]{8}\.\w+$"

DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

LOGGING = logging_of(installation)

vars().update(email_of(installation))
