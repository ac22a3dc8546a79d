"""allauth's hooks: how an account is made, who may make one, and what its letters say."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from truenorth.domains.kit.errors import DomainError, Invalid
from truenorth.domains.workspace.errors import InvitationMissing
from truenorth.domains.workspace.models import User
from truenorth.domains.workspace.selectors import get_open_invitation, may_sign_up
from truenorth.domains.workspace.services import sign_up

if TYPE_CHECKING:
    _Adapter = object
else:
    _Adapter = DefaultAccountAdapter


class SignUpForm(forms.Form):
    """What we ask beside e-mail and password. allauth builds its sign-up form on this class."""

    name = forms.CharField(max_length=100)
    invitation = forms.CharField(max_length=200, required=False)

    def clean_invitation(self) -> str:
        token = str(self.cleaned_data["invitation"])
        if token:
            try:
                get_open_invitation(token)
            except InvitationMissing as refusal:
                raise forms.ValidationError(refusal.title, code="invitation_not_found") from None
        return token

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the account stands; `AccountAdapter.save_user` has done everything."""


class AccountAdapter(_Adapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return may_sign_up() or _brings_invitation(request)

    def save_user(self, request: HttpRequest, user: User, form: forms.Form, commit: bool = True) -> User:  # noqa: ARG002, FBT001, FBT002 - allauth's signature
        values = form.cleaned_data
        try:
            return sign_up(
                email=values["email"],
                name=values["name"],
                password=values["password"],
                invitation_token=values["invitation"],
            )
        except DomainError as refusal:
            raise ImmediateHttpResponse(_in_allauth_words(refusal)) from None


class ReadableBodies:
    """Sign-in routes get JSON that holds text only; what allauth would choke on is refused before it reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith("/_allauth/") and request.method not in ("GET", "HEAD") and request.body:
            param = _unreadable_field(request.body)
            if param is not None:
                return _refusal(400, "This cannot be read as text.", code="unreadable", param=param)
        return self.get_response(request)


def _unreadable_field(body: bytes) -> str | None:
    """The field that holds more than plain text, "" for the body itself, None where all is well."""
    try:
        values = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    if not isinstance(values, dict):
        return ""
    for name, value in values.items():
        if isinstance(value, dict | list) or not _is_plain(str(value)) or not _is_plain(name):
            return str(name).encode(errors="replace").decode()
    return None


def _is_plain(text: str) -> bool:
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def _brings_invitation(request: HttpRequest) -> bool:
    if request.method != "POST" or not request.body:
        return False
    try:
        get_open_invitation(str(json.loads(request.body).get("invitation") or ""))
    except InvitationMissing:
        return False
    return True


def _in_allauth_words(refusal: DomainError) -> HttpResponse:
    field = next(iter(refusal.fields), "")
    message = refusal.fields.get(field) or refusal.detail or refusal.title
    status = 400 if isinstance(refusal, Invalid) else refusal.status
    return _refusal(status, message, code=refusal.code, param=field)


def _refusal(status: int, message: str, *, code: str, param: str) -> HttpResponse:
    error = {"message": message, "code": code} | ({"param": param} if param else {})
    return JsonResponse({"status": status, "errors": [error]}, status=status)
