"""The one tree of refusals. A domain names the fact that refused; the edge turns it into problem+json."""

from collections.abc import Mapping
from typing import Any, ClassVar


class DomainError(Exception):
    """A refusal that the caller can act on.

    `fields` says what is wrong with which field; `extra` travels in the answer beside the code.
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "kit.refused"
    title: ClassVar[str] = "The request was refused."

    def __init__(
        self,
        detail: str = "",
        *,
        fields: Mapping[str, str] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.fields = dict(fields or {})
        self.extra = dict(extra or {})


class Unauthenticated(DomainError):
    status = 401
    code = "kit.unauthenticated"
    title = "Sign in first."


class Forbidden(DomainError):
    status = 403
    code = "kit.forbidden"
    title = "Your role does not allow this."


class NotFound(DomainError):
    status = 404
    code = "kit.not_found"
    title = "There is no such record here."


class Conflict(DomainError):
    status = 409
    code = "kit.conflict"
    title = "The record's state does not allow this."


class TooLarge(DomainError):
    status = 413
    code = "kit.too_large"
    title = "The upload is larger than this server accepts."


class Invalid(DomainError):
    status = 422
    code = "kit.invalid"
    title = "Some fields are not valid."


class TooManyRequests(DomainError):
    status = 429
    code = "kit.too_many_requests"
    title = "Too many attempts. Wait a little and try again."
