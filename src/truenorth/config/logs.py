"""What the server and its worker write to standard error."""

from typing import Any

from truenorth.domains.kit.settings import Settings


def logging_of(settings: Settings) -> dict[str, Any]:
    level = settings.log_level.upper()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django.request": {"level": "ERROR"},  # a 4xx is the caller's affair
            "huey": {"level": "WARNING" if level == "INFO" else level},
            "uvicorn": {"level": "WARNING" if level == "INFO" else level},
            "asyncio": {"level": "WARNING"},
        },
    }
