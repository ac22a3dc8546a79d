import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "truenorth.config.settings")
_django = get_asgi_application()

from truenorth.config.deliveries import Deliveries  # noqa: E402 - Django has to be loaded first
from truenorth.config.messages import App  # noqa: E402
from truenorth.config.uploads import UploadLimit  # noqa: E402
from truenorth.domains.kit.settings import settings  # noqa: E402

application: App = Deliveries(UploadLimit(_django, megabytes=settings().max_upload_mb))
