import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "truenorth.config.settings")
_django = get_asgi_application()

from truenorth.config.uploads import App, UploadLimit  # noqa: E402 - Django has to be loaded first
from truenorth.domains.kit.settings import settings  # noqa: E402

application: App = UploadLimit(_django, megabytes=settings().max_upload_mb)
