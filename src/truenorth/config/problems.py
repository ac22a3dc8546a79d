"""The one error handler: every refusal leaves as application/problem+json with a stable code."""

import json
import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as ShapeError

from truenorth.domains.kit.errors import DomainError, Invalid, NotFound, TooLarge, Unauthenticated

logger = logging.getLogger(__name__)
MALFORMED = (RequestDataTooBig, TooManyFieldsSent, SuspiciousOperation)


class BadRequest(DomainError):
    status = 400
    code = "kit.bad_request"
    title = "The request could not be read."


class Unexpected(DomainError):
    status = 500
    code = "kit.unexpected"
    title = "Something broke on our side. Nothing was saved."


def add_problem_handlers(api: NinjaAPI) -> None:
    for refusal in (DomainError, ShapeError, AuthenticationError, Http404, HttpError, *MALFORMED):
        api.add_exception_handler(refusal, _refuse)
    api.add_exception_handler(Exception, _unexpected)


def _refuse(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:  # noqa: ARG001
    return problem(as_domain_error(error))


def as_domain_error(error: Exception | type[Exception]) -> DomainError:
    """Any refusal, of ours, Ninja's or Django's, as one of our tree."""
    match error:
        case DomainError():
            return error
        case ShapeError():
            return _misshapen(error.errors)
        case AuthenticationError():
            return Unauthenticated()
        case Http404():
            return NotFound()
        case RequestDataTooBig() | HttpError(status_code=HTTPStatus.REQUEST_ENTITY_TOO_LARGE):
            return TooLarge()
        case _:
            return BadRequest(str(error))


def problem(error: DomainError) -> HttpResponse:
    body = {
        **error.extra,
        "type": "about:blank",
        "title": error.title,
        "status": error.status,
        "code": error.code,
        "detail": error.detail,
        "fields": error.fields,
    }
    response = HttpResponse(json.dumps(body, default=str), status=error.status, content_type="application/problem+json")
    if "retry_after_seconds" in error.extra:
        response["Retry-After"] = str(error.extra["retry_after_seconds"])
    return response


def _misshapen(errors: Sequence[Mapping[str, Any]]) -> Invalid:
    """Ninja's list of errors by field; where it was found (body, query, path, form) is left out."""
    fields: dict[str, str] = {}
    for error in errors:
        source, *place = map(str, error["loc"])
        names = place[1:] if source == "body" and place[:1] == ["payload"] else place
        fields[".".join(names) or "body"] = str(error["msg"])
    return Invalid(fields=fields)


def _unexpected(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    logger.error(
        "unexpected error at %s %s",
        request.method,
        request.path,
        exc_info=error if isinstance(error, Exception) else None,
    )
    return problem(Unexpected())
