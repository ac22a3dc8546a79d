from django.urls import include, path, re_path

from truenorth.config.api import api
from truenorth.config.pages import serve_page, unknown_route

urlpatterns = [
    path("api/", api.urls),
    path("_allauth/", include("allauth.headless.urls")),
    re_path(r"^(?:api|_allauth|static)/", unknown_route),
    re_path(r"^.*$", serve_page),
]
