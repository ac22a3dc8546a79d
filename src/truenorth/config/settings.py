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
PUBLIC_URL = (installation.public_url or f"http://{installation.host}:{installation.port}").rstrip("/")

SECRET_KEY = installation.secret_key or read_or_make_secret(installation.data_dir)
DEBUG = installation.debug
ALLOWED_HOSTS = [host.strip() for host in installation.allowed_hosts.split(",")]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
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
    "truenorth.domains.discovery",
    "truenorth.domains.engineering",
    "truenorth.domains.experiments",
    "truenorth.domains.strategy",
    "truenorth.domains.calibration",
    "truenorth.domains.pulse",
    "truenorth.domains.prioritization",
    "truenorth.domains.roadmap",
    "truenorth.domains.home",
    "truenorth.edges.ingestion",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "truenorth.domains.workspace.sign_in.ReadableBodies",
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
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
]

ACCOUNT_ADAPTER = "truenorth.domains.workspace.sign_in.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "truenorth.domains.workspace.sign_in.SignUpForm"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "truenorth.domains.workspace.selectors.display_name"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/h/ip",
    "reset_password": "10/h/ip,5/h/key",
    "reset_password_from_key": "20/h/ip",
    "change_password": "5/m/user",
}
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser",)
HEADLESS_FRONTEND_URLS = {
    "account_signup": f"{PUBLIC_URL}/sign-up",
    "account_reset_password": f"{PUBLIC_URL}/reset-password",
    "account_reset_password_from_key": f"{PUBLIC_URL}/reset-password/{{key}}",
}

# Counts of failed attempts live here. One web process serves an installation, so its own memory sees them all;
# the room is for addresses that try many names, so that nobody's count is pushed out by others.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # What one process does and another is asked about.
    "progress": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": (installation.data_dir / ".progress").absolute(),
    },
}

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
