"""The page itself: one HTML file, served at every address that is not the API's."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import ensure_csrf_cookie

from truenorth.config.problems import problem
from truenorth.domains.kit.errors import NotFound

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'self'"
)


@ensure_csrf_cookie
def serve_page(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    index = Path(settings.PAGE_DIR) / "index.html"
    if not index.exists():
        return HttpResponse("The page is not built yet: run `make install`.", status=503, content_type="text/plain")
    response = HttpResponse(index.read_bytes(), content_type="text/html; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    return response


def unknown_route(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    return problem(NotFound("There is no such route."))
