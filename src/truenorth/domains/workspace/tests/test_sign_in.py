import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from conftest import ClientOf
from django.core import mail
from django.core.cache import cache
from django.test import Client

from truenorth.domains.kit.settings import Settings
from truenorth.domains.workspace import policies, selectors
from truenorth.domains.workspace.factories import PASSWORD
from truenorth.domains.workspace.models import Member, User
from truenorth.domains.workspace.rules import Function, Role
from truenorth.domains.workspace.services import create_invitation, remove_member

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

NEW = {"email": "nora@example.com", "password": "seven quiet otters", "name": "Nora"}


@pytest.fixture(autouse=True)
def _fresh_counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def post(client: Client, route: str, body: object) -> "_MonkeyPatchedWSGIResponse":
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return client.post(f"/_allauth/browser/v1/{route}", content, content_type="application/json")


@pytest.fixture
def open_sign_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened() -> Settings:
        return Settings(sign_up="open")

    monkeypatch.setattr(selectors, "settings", opened)
    monkeypatch.setattr(policies, "settings", opened)


def test_the_first_person_signs_up_owns_the_instance_and_makes_a_workspace(db: None, client: Client) -> None:
    answer = post(client, "auth/signup", NEW)

    assert answer.status_code == 200, answer.content
    user = User.objects.get()
    assert (user.email, user.name, user.is_instance_owner) == ("nora@example.com", "Nora", True)
    made = client.post("/api/workspaces", {"name": "Larkspur Notes"}, content_type="application/json")
    assert made.status_code == 201, made.content
    assert made.json()["workspace"]["slug"] == "larkspur-notes"
    me = client.get("/api/me").json()
    assert [m["role"] for m in me["memberships"]] == ["owner"]


def test_a_stranger_does_not_sign_up_without_an_invitation(olga: Member, client: Client) -> None:
    assert not client.get("/_allauth/browser/v1/config").json()["data"]["account"]["is_open_for_signup"]

    answer = post(client, "auth/signup", NEW)

    assert answer.status_code == 403
    assert list(User.objects.all()) == [olga.user]


@pytest.mark.usefixtures("open_sign_up")
def test_where_sign_up_is_open_anybody_makes_an_account_and_a_workspace(olga: Member, client: Client) -> None:
    assert post(client, "auth/signup", NEW).status_code == 200
    assert not User.objects.get(email=NEW["email"]).is_instance_owner

    made = client.post("/api/workspaces", {"name": "Larkspur"}, content_type="application/json")

    assert made.status_code == 201
    assert made.json()["workspace"]["slug"].startswith(olga.workspace.slug)


def test_an_invitation_makes_an_account_and_a_member(olga: Member, client: Client) -> None:
    _, token = create_invitation(actor=olga, role=Role.CONTRIBUTOR, function=Function.DESIGN)
    seen = client.get(f"/api/invitations/{token}").json()
    assert (seen["workspace"]["name"], seen["invited_by"], seen["role"]) == ("Larkspur", "Olga", "contributor")

    assert post(client, "auth/signup", NEW | {"invitation": token}).status_code == 200

    member = Member.objects.get(user__email=NEW["email"])
    assert (member.workspace, member.role, member.function) == (olga.workspace, "contributor", "design")
    assert client.get(f"/api/invitations/{token}").status_code == 404


def test_a_used_or_invented_invitation_makes_no_account(olga: Member, client: Client) -> None:
    answer = post(client, "auth/signup", NEW | {"invitation": "invented"})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["param"] == "invitation"
    assert list(User.objects.all()) == [olga.user]


def test_an_address_is_taken_once_and_a_weak_password_is_refused(olga: Member, client: Client) -> None:
    _, token = create_invitation(actor=olga, role=Role.EDITOR, function=Function.PRODUCT)
    for change, param in (
        ({"email": "OLGA@example.com"}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "nora@example.com"}, "password"),
        ({"name": ""}, "name"),
        ({"name": "N" * 10_000}, "name"),
        ({"email": "not an address"}, "email"),
    ):
        answer = post(client, "auth/signup", NEW | {"invitation": token} | change)
        assert answer.status_code in (400, 409), change
        assert param in {error.get("param") for error in answer.json()["errors"]}, answer.json()

    assert User.objects.count() == 1


def test_signing_in_and_out(olga: Member, client: Client) -> None:
    wrong = post(client, "auth/login", {"email": olga.email, "password": "wrong password"})
    right = post(client, "auth/login", {"email": olga.email.upper(), "password": PASSWORD})

    assert (wrong.status_code, right.status_code) == (400, 200)
    assert right.json()["data"]["user"]["display"] == "Olga"
    assert client.get("/api/me").json()["user"]["email"] == olga.email
    assert client.delete("/_allauth/browser/v1/auth/session").status_code == 401
    assert client.get("/api/me").status_code == 401


def test_guessing_a_password_is_stopped(olga: Member, client: Client) -> None:
    statuses = [
        post(client, "auth/login", {"email": olga.email, "password": f"guess {n}"}).status_code for n in range(7)
    ]
    right = post(client, "auth/login", {"email": olga.email, "password": PASSWORD})

    assert set(statuses) == {400}
    assert right.json()["errors"][0]["code"] == "too_many_login_attempts"


def test_many_sign_ins_from_one_address_are_slowed_down(olga: Member, client: Client) -> None:
    statuses = [
        post(client, "auth/login", {"email": f"n{n}@example.com", "password": "x"}).status_code for n in range(32)
    ]

    assert statuses[-1] == 429
    assert olga.user.is_active


def test_a_password_is_reset_by_a_link_in_a_letter(olga: Member, client: Client) -> None:
    asked = post(client, "auth/password/request", {"email": olga.email})
    [letter] = mail.outbox
    assert letter.to == [olga.email]
    [key] = re.findall(r"/reset-password/(\S+)", str(letter.body))

    reset = post(client, "auth/password/reset", {"key": key, "password": "nine loud geese fly"})

    assert asked.status_code == 200
    assert reset.status_code in (200, 401)
    assert post(Client(), "auth/login", {"email": olga.email, "password": "nine loud geese fly"}).status_code == 200
    again = post(client, "auth/password/reset", {"key": key, "password": "another long word"})
    assert again.status_code in (400, 409)


def test_asking_for_a_reset_does_not_tell_who_has_an_account(olga: Member, client: Client) -> None:
    known = post(client, "auth/password/request", {"email": olga.email})
    unknown = post(client, "auth/password/request", {"email": "nobody@example.com"})

    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())


def test_a_password_is_changed_with_the_old_one(olga: Member) -> None:
    client = Client()
    post(client, "auth/login", {"email": olga.email, "password": PASSWORD})

    refused = post(client, "account/password/change", {"current_password": "wrong", "new_password": "nine loud geese"})
    changed = post(client, "account/password/change", {"current_password": PASSWORD, "new_password": "nine loud geese"})

    assert (refused.status_code, changed.status_code) == (400, 200)
    assert client.get("/api/me").status_code == 200
    assert post(Client(), "auth/login", {"email": olga.email, "password": PASSWORD}).status_code == 400


def test_a_write_without_the_csrf_token_is_refused(olga: Member) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(olga.user, backend="django.contrib.auth.backends.ModelBackend")

    ours = client.patch("/api/me", {"name": "Mallory"}, content_type="application/json")
    theirs = post(client, "auth/login", {"email": olga.email, "password": PASSWORD})

    assert (ours.status_code, ours.json()["code"]) == (403, "workspace.csrf_refused")
    assert theirs.status_code == 403
    assert User.objects.get().name == "Olga"


GARBAGE: list[bytes] = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"\xff\xfe{}",
    b"[" * 100_000,
    b'{"email": ' + b"9" * 5000 + b"}",
    b'{"email": {"a": 1}, "password": [1]}',
    b'{"email": "a\\u0000@b.c", "password": "x", "name": "x", "key": "a-\\u0000", "new_password": "\\u0000"}',
    b'{"email": "a@b.cc", "password": "\\ud800", "name": "\\udfff", "key": "\\ud800-x", "new_password": "\\ud800"}',
    b'{"email": null, "password": true, "name": 1e999, "key": NaN, "current_password": false}',
    b'{"email": "a@b.cc", "password": "' + b"x" * 200_000 + b'", "name": "y", "key": "1-2"}',
]


@pytest.mark.parametrize(
    "route", ["auth/login", "auth/signup", "auth/password/request", "auth/password/reset", "account/password/change"]
)
def test_garbage_at_the_sign_in_routes_is_a_refusal(olga: Member, route: str) -> None:
    for body in GARBAGE:
        cache.clear()
        clients = [Client(), ClientOf(olga)] if route.startswith("account/") else [Client()]
        for client in clients:
            answer = post(client, route, body)
            # The reset route answers 200 to whatever looks like an address, so that it tells nothing.
            allowed = {200} if route == "auth/password/request" else set()
            assert 400 <= answer.status_code < 500 or answer.status_code in allowed, (body[:60], answer.content)

    assert User.objects.count() == 1


def test_a_member_who_left_keeps_the_account_and_loses_the_workspace(olga: Member, alice: Member) -> None:
    client = ClientOf(alice)
    remove_member(actor=olga, member_id=alice.id)

    assert client.get("/api/me").json()["memberships"] == []
    assert client.get("/api/workspace", headers={"X-Workspace": "larkspur"}).status_code == 404
