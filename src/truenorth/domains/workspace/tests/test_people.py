from datetime import timedelta

import pytest
import time_machine
from conftest import ClientOf
from django.core.cache import cache
from django.test import Client

from truenorth.domains.kit import clock
from truenorth.domains.kit.errors import Forbidden
from truenorth.domains.workspace.auth import GUESSES
from truenorth.domains.workspace.errors import AboveYourRole, AlreadyMember, InvitationMissing, LastOwner
from truenorth.domains.workspace.factories import make_user
from truenorth.domains.workspace.models import ApiToken, AuditRow, Invitation, Member
from truenorth.domains.workspace.rules import Function, Role, Scope
from truenorth.domains.workspace.services import (
    accept_invitation,
    create_invitation,
    create_team,
    create_token,
    delete_team,
    find_or_make_default_workspace,
    remove_member,
    revise_member,
    revise_workspace,
    revoke_invitation,
    revoke_token,
)


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def test_a_workspace_keeps_its_last_owner(olga: Member, adam: Member) -> None:
    with pytest.raises(LastOwner):
        remove_member(actor=olga, member_id=olga.id)
    with pytest.raises(LastOwner):
        revise_member(actor=olga, member_id=olga.id, changes={"role": Role.ADMIN})

    revise_member(actor=olga, member_id=adam.id, changes={"role": Role.OWNER})
    remove_member(actor=olga, member_id=olga.id)

    assert list(Member.objects.filter(left_at=None).values_list("user__name", "role")) == [("Adam", "owner")]


def test_nobody_raises_above_themselves(olga: Member, adam: Member, alice: Member) -> None:
    with pytest.raises(AboveYourRole):
        revise_member(actor=adam, member_id=alice.id, changes={"role": Role.OWNER})
    with pytest.raises(AboveYourRole):
        revise_member(actor=adam, member_id=olga.id, changes={"function": Function.SALES})
    with pytest.raises(AboveYourRole):
        remove_member(actor=adam, member_id=olga.id)
    with pytest.raises(AboveYourRole):
        create_invitation(actor=adam, role=Role.OWNER, function=Function.SALES)

    assert revise_member(actor=adam, member_id=alice.id, changes={"role": Role.ADMIN}).role == Role.ADMIN


def test_anybody_may_leave_and_come_back_by_invitation(olga: Member, vera: Member) -> None:
    remove_member(actor=vera, member_id=vera.id)
    _, token = create_invitation(actor=olga, role=Role.EDITOR, function=Function.DESIGN)

    back = accept_invitation(user=vera.user, token=token)

    assert (back.id, back.role, back.left_at) == (vera.id, Role.EDITOR, None)
    assert [row.action for row in AuditRow.objects.filter(target_id=vera.id).order_by("created_at")] == [
        "create",
        "remove",
        "rejoin",
    ]


def test_an_invitation_works_once_and_for_a_while(olga: Member, alice: Member) -> None:
    invitation, token = create_invitation(actor=olga, role=Role.VIEWER, function=Function.SALES, days=7)
    assert token not in invitation.token_hash
    with pytest.raises(AlreadyMember):
        accept_invitation(user=alice.user, token=token)
    with time_machine.travel(clock.now() + timedelta(days=8)), pytest.raises(InvitationMissing):
        accept_invitation(user=make_user("Late"), token=token)

    accept_invitation(user=make_user("Nora"), token=token)

    with pytest.raises(InvitationMissing):
        accept_invitation(user=make_user("Otto"), token=token)
    assert set(Member.objects.values_list("user__name", flat=True)) == {"Olga", "Alice", "Nora"}


def test_a_revoked_invitation_and_one_of_somebody_who_left_are_dead(olga: Member, adam: Member) -> None:
    invitation, revoked = create_invitation(actor=olga, role=Role.VIEWER, function=Function.SALES)
    _, orphaned = create_invitation(actor=adam, role=Role.VIEWER, function=Function.SALES)
    revoke_invitation(actor=olga, invitation_id=invitation.id)
    remove_member(actor=olga, member_id=adam.id)

    for token in (revoked, orphaned):
        with pytest.raises(InvitationMissing):
            accept_invitation(user=make_user(f"N{token[:3]}"), token=token)
    assert not Invitation.objects.exclude(accepted_at=None).exists()


def test_a_token_reads_or_writes_by_its_scope_and_its_members_role(alice: Member) -> None:
    _, reader = create_token(actor=alice, name="Reader", scope=Scope.READ)
    _, writer = create_token(actor=alice, name="Writer", scope=Scope.WRITE)
    _, sender = create_token(actor=alice, name="Sender", scope=Scope.INGEST)
    client = Client()
    body = {"title": "Files"}

    def write(secret: str) -> int:
        sent = client.post("/api/engineering/components", body, content_type="application/json", headers=bearer(secret))
        return sent.status_code

    assert [write(secret) for secret in (reader, writer, sender)] == [403, 201, 403]
    read = [client.get("/api/workspace", headers=bearer(secret)).status_code for secret in (reader, writer, sender)]
    assert read == [200, 200, 403]
    assert ApiToken.objects.get(name="Writer").last_used_at is not None
    assert not ApiToken.objects.filter(token_hash__in=(reader, writer, sender)).exists()


def test_a_token_stops_with_its_revocation_or_its_member(olga: Member, alice: Member) -> None:
    token, revoked = create_token(actor=alice, name="A", scope=Scope.READ)
    _, left = create_token(actor=alice, name="B", scope=Scope.READ)
    client = Client()
    revoke_token(actor=alice, token_id=token.id)
    assert client.get("/api/workspace", headers=bearer(revoked)).json()["code"] == "workspace.token_refused"
    assert client.get("/api/workspace", headers=bearer(left)).status_code == 200

    remove_member(actor=olga, member_id=alice.id)

    assert client.get("/api/workspace", headers=bearer(left)).status_code == 401


def test_a_token_makes_no_tokens_and_a_viewer_only_one_that_reads(alice: Member, vera: Member) -> None:
    _, writer = create_token(actor=alice, name="Writer", scope=Scope.WRITE)

    made = Client().post(
        "/api/workspace/tokens", {"name": "More"}, content_type="application/json", headers=bearer(writer)
    )

    assert (made.status_code, made.json()["code"]) == (403, "workspace.session_needed")
    with pytest.raises(Forbidden):
        create_token(actor=vera, name="Sender", scope=Scope.INGEST)
    assert create_token(actor=vera, name="Reader", scope=Scope.READ)[0].scope == Scope.READ


def test_a_member_sees_and_revokes_their_own_tokens_an_admin_all(alice: Member, bob: Member, adam: Member) -> None:
    token, _ = create_token(actor=alice, name="Alice's", scope=Scope.READ)

    def seen(member: Member) -> list[str]:
        return [row["name"] for row in ClientOf(member).get("/api/workspace/tokens").json()]

    assert (seen(alice), seen(bob), seen(adam)) == (["Alice's"], [], ["Alice's"])
    with pytest.raises(Forbidden):
        revoke_token(actor=bob, token_id=token.id)
    revoke_token(actor=adam, token_id=token.id)
    assert seen(alice) == []


def test_guessing_tokens_is_stopped_with_a_time_to_wait(olga: Member) -> None:
    cache.clear()
    client = Client()
    guesses = [client.get("/api/workspace", headers=bearer(f"tn_{n}")).status_code for n in range(GUESSES.at_most)]

    stopped = client.get("/api/workspace", headers=bearer("tn_more"))

    cache.clear()
    assert set(guesses) == {401}
    assert (stopped.status_code, stopped.json()["code"]) == (429, "kit.too_many_requests")
    assert int(stopped.headers["Retry-After"]) > 0
    assert olga.workspace.slug == "larkspur"


def test_a_workspace_is_changed_field_by_field_and_the_log_says_what(adam: Member) -> None:
    revise_workspace(actor=adam, changes={"timezone": "Europe/Vienna", "currency": "EUR"})

    row = AuditRow.objects.get(action="update", target_kind="workspace")
    assert row.changes == {"timezone": ["UTC", "Europe/Vienna"]}


@pytest.mark.parametrize(
    ("field", "value"),
    [("timezone", "Mars/Olympus"), ("currency", "euro"), ("week_start", "noday"), ("hourly_cost", -1), ("name", "")],
)
def test_a_setting_that_cannot_be_is_refused(adam: Member, field: str, value: object) -> None:
    answer = ClientOf(adam).patch("/api/workspace", {field: value}, content_type="application/json")

    assert (answer.status_code, list(answer.json()["fields"])) == (422, [field])
    assert not AuditRow.objects.filter(action="update").exists()


def test_a_dissolved_team_leaves_its_members_and_a_trace(adam: Member, alice: Member) -> None:
    team = create_team(actor=adam, name="Growth")
    revise_member(actor=adam, member_id=alice.id, changes={"team_id": team.id})

    delete_team(actor=adam, team_id=team.id)

    alice.refresh_from_db()
    assert alice.team is None
    assert AuditRow.objects.get(action="delete").changes == {"members": [["Alice"], []]}


def test_a_team_of_another_workspace_is_no_team_here(adam: Member, alice: Member, charlie: Member) -> None:
    theirs = create_team(actor=charlie, name="Theirs")

    answer = ClientOf(adam).patch(
        f"/api/workspace/members/{alice.id}", {"team_id": str(theirs.id)}, content_type="application/json"
    )

    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["team_id"])


def test_the_audit_log_is_narrowed_down_and_exported(olga: Member, adam: Member) -> None:
    team = create_team(actor=adam, name="=Growth")
    create_team(actor=olga, name="Retention")
    client = ClientOf(olga)

    def titles(**query: object) -> list[str]:
        wanted = {name: str(value) for name, value in query.items()}
        return [row["target_title"] for row in client.get("/api/workspace/audit", wanted).json()["items"]]

    today = clock.today()
    assert titles(kind="team") == ["Retention", "=Growth"]
    assert titles(actor_id=adam.id) == ["=Growth"]
    assert titles(target_id=team.id, action="create") == ["=Growth"]
    assert titles(kind="team", q="reten") == ["Retention"]
    assert titles(kind="team", since=today + timedelta(days=2)) == []
    assert titles(kind="team", until=today - timedelta(days=2)) == []
    assert len(titles(limit=1)) == 1
    exported = client.get("/api/workspace/audit/export.csv", {"kind": "team"}).content.decode().splitlines()
    assert len(exported) == 3
    assert "'=Growth" in exported[2]


def test_a_member_of_two_workspaces_names_the_one_they_mean(olga: Member, charlie: Member) -> None:
    _, token = create_invitation(actor=charlie, role=Role.VIEWER, function=Function.SALES)
    accept_invitation(user=olga.user, token=token)
    client = ClientOf(olga)

    assert client.get("/api/workspace").json()["code"] == "workspace.ambiguous"
    assert client.get("/api/workspace", headers={"X-Workspace": "elsewhere"}).json()["slug"] == "elsewhere"
    assert client.get("/api/workspace?workspace=larkspur").json()["slug"] == "larkspur"


@pytest.mark.usefixtures("db")
def test_the_default_workspace_is_made_once() -> None:
    made, is_new = find_or_make_default_workspace()
    found, is_new_again = find_or_make_default_workspace()

    assert (made, is_new, is_new_again) == (found, True, False)
