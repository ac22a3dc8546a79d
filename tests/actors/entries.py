"""One entry for each operation that the matrix cannot work out by itself.

It works out: the five routes of every kind of record (see `examples.py`), and reads whose path it can fill. Everything
else says here who may do it (`floor`, the lowest role) and what a good request looks like.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.files.base import ContentFile

from truenorth.domains.graph.kinds import AttentionAsked, Reason
from truenorth.domains.kit import facts
from truenorth.domains.workspace.rules import Role

if TYPE_CHECKING:
    from tests.actors.world import World

    Build = Callable[[World], Any]
    Text = Callable[[World], str]

TITLE = "A record for the matrix"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    floor: Role = Role.EDITOR
    refusal: int = 403
    """What those below the floor get: 404 where they are not to know of it."""
    body: "Build | None" = None
    files: "Build | None" = None
    """Fields of a multipart form: a file as ContentFile or a text."""
    query: "Text | None" = None
    """With its question mark."""
    path: "Mapping[str, Text]" = field(default_factory=dict)
    """Path parameters that PATHS does not know, or that this operation needs made another way."""
    is_public: bool = False
    """Answers somebody who is not signed in."""
    is_outside: bool = False
    """Is about the person, not about a workspace."""
    because: str = ""
    """Why a viewer may do what is a write, or why a route stands outside the rules."""


def _invite(world: "World") -> dict[str, Any]:
    return dict(world.post("/api/workspace/invitations", {"role": "viewer", "function": "sales"}))


def _link(world: "World") -> str:
    ends = {"source": world.make("component"), "target": world.make("component")}
    return str(world.post("/api/graph/links", {"kind": "supports", **ends})["id"])


def _trashed(world: "World") -> str:
    node_id = world.make("component")
    world.post("/api/graph/nodes/trash", {"ids": [node_id]})
    return node_id


def _components_file(_: "World") -> dict[str, object]:
    return {"file": ContentFile(b"title\nFiles\nMail\n", name="components.csv")}


def _import_run(world: "World") -> str:
    return str(world.upload("/api/imports/components", _components_file(world))["run_id"])


def _picture(_: "World") -> dict[str, object]:
    return {"file": ContentFile(b"A sketch.", name="sketch.txt")}


def _comment(world: "World") -> str:
    return str(world.post(f"/api/graph/nodes/{world.make('component')}/comments", {"body": "Said."})["id"])


def _attachment(world: "World") -> str:
    return str(world.upload(f"/api/graph/nodes/{world.make('component')}/attachments", _picture(world))["id"])


def _round(world: "World") -> str:
    """An open round with a candidate that Olga scored."""
    round_id = world.make("scoring_round")
    sheet = world.post(f"/api/prioritization/scoring-rounds/{round_id}/candidates", {"ids": [world.make("component")]})
    [row] = sheet["rows"]
    path = f"/api/prioritization/scoring-rounds/{round_id}/candidates/{row['candidate_id']}/scores"
    world.put(path, {"values": {"effort": 3}})
    return round_id


def _revealed_round(world: "World") -> str:
    round_id = _round(world)
    world.post(f"/api/prioritization/scoring-rounds/{round_id}/reveal", {})
    return round_id


def _newest_sheet(world: "World") -> dict[str, Any]:
    newest = world.get("/api/prioritization/scoring-rounds?limit=1")["items"][0]["id"]
    return dict(world.get(f"/api/prioritization/scoring-rounds/{newest}/sheet"))


def _asked_round(world: "World") -> str:
    round_id = _round(world)
    asked = {"member_ids": [str(world.members[Role.CONTRIBUTOR].id)]}
    world.post(f"/api/prioritization/scoring-rounds/{round_id}/raters", asked)
    return round_id


def _matter(world: "World") -> str:
    return str(world.post("/api/pulse/matters", {"sort": "concern", "words": "Sign-ups are flat."})["id"])


def _closed_matter(world: "World") -> str:
    matter_id = _matter(world)
    world.post(f"/api/pulse/matters/{matter_id}/close", {"version": 1})
    return matter_id


CANDIDATE: "dict[str, Text]" = {
    "round_id": _round,
    "candidate_id": lambda w: str(_newest_sheet(w)["rows"][0]["candidate_id"]),
}


def _inbox_item(world: "World") -> str:
    node_id = UUID(world.make("component"))
    facts.announce(AttentionAsked(node_id=node_id, member_id=world.olga.id, actor_id=None, reason=Reason.TRIGGER_FIRED))
    return str(world.get("/api/home/inbox")["items"][0]["id"])


PATHS: "dict[str, Text]" = {
    "node_id": lambda w: w.make("component"),
    "link_id": _link,
    "comment_id": _comment,
    "item_id": _inbox_item,
    "attachment_id": _attachment,
    "member_id": lambda w: str(w.members[Role.VIEWER].id),
    "team_id": lambda w: str(w.post("/api/workspace/teams", {"name": "Growth"})["id"]),
    "matter_id": _matter,
    "invitation_id": lambda w: str(_invite(w)["id"]),
    "token": lambda w: str(_invite(w)["token"]),
    "token_id": lambda w: str(w.post("/api/workspace/tokens", {"name": "CI", "scope": "write"})["id"]),
}

ENTRIES: dict[str, Entry] = {
    # workspace
    "get_health": Entry(is_public=True, is_outside=True, because="A monitor asks without an account."),
    "get_me": Entry(floor=Role.VIEWER, is_outside=True),
    "rename_me": Entry(
        floor=Role.VIEWER, is_outside=True, body=lambda _: {"name": "New name"}, because="One's own name."
    ),
    "create_workspace": Entry(floor=Role.OWNER, is_outside=True, body=lambda _: {"name": "Second workspace"}),
    "preview_invitation": Entry(
        is_public=True, is_outside=True, because="Whoever holds the link may see where it leads."
    ),
    "accept_invitation": Entry(is_outside=True, because="The link is the right; nobody of Larkspur needs it."),
    "revise_workspace": Entry(floor=Role.ADMIN, body=lambda _: {"name": "Larkspur Ltd", "timezone": "Europe/Vienna"}),
    "revise_member": Entry(floor=Role.ADMIN, body=lambda _: {"role": "editor", "function": "design"}),
    "remove_member": Entry(floor=Role.ADMIN, path={"member_id": lambda w: str(w.members[Role.CONTRIBUTOR].id)}),
    "create_team": Entry(floor=Role.ADMIN, body=lambda _: {"name": "Growth"}),
    "rename_team": Entry(floor=Role.ADMIN, body=lambda _: {"name": "Retention"}),
    "delete_team": Entry(floor=Role.ADMIN),
    "list_invitations": Entry(floor=Role.ADMIN),
    "create_invitation": Entry(floor=Role.ADMIN, body=lambda _: {"role": "editor", "function": "design"}),
    "revoke_invitation": Entry(floor=Role.ADMIN),
    "create_token": Entry(
        floor=Role.VIEWER, body=lambda _: {"name": "Reader", "scope": "read"}, because="A key to what one may read."
    ),
    "revoke_token": Entry(floor=Role.ADMIN),
    "list_audit_rows": Entry(floor=Role.ADMIN),
    "export_audit_rows": Entry(floor=Role.ADMIN),
    # graph
    "list_chains": Entry(floor=Role.VIEWER, query=lambda w: f"?ids={w.make('component')}"),
    "create_link": Entry(
        floor=Role.CONTRIBUTOR,
        body=lambda w: {"kind": "supports", "source": w.make("component"), "target": w.make("component")},
    ),
    "remove_link": Entry(floor=Role.CONTRIBUTOR),
    "archive_nodes": Entry(body=lambda w: {"ids": [w.make("component")]}),
    "unarchive_nodes": Entry(body=lambda w: {"ids": [w.make("component")]}),
    "trash_nodes": Entry(body=lambda w: {"ids": [w.make("component")]}),
    "restore_nodes": Entry(body=lambda w: {"ids": [_trashed(w)]}),
    "search": Entry(floor=Role.VIEWER, query=lambda _: "?q=matrix"),
    "add_comment": Entry(floor=Role.CONTRIBUTOR, body=lambda _: {"body": "Well said."}),
    "revise_comment": Entry(
        floor=Role.OWNER, body=lambda _: {"body": "Better said."}, because="Only its author; the owner wrote it."
    ),
    "remove_comment": Entry(floor=Role.ADMIN),
    "add_attachment": Entry(floor=Role.CONTRIBUTOR, files=_picture),
    "remove_attachment": Entry(),
    # discovery
    "set_attendance": Entry(floor=Role.CONTRIBUTOR, body=lambda w: {"member_ids": [str(w.members[Role.EDITOR].id)]}),
    "upload_transcript": Entry(
        floor=Role.CONTRIBUTOR,
        files=lambda _: {"file": ContentFile(b"Ann: I never read the tutorial.\n", name="call.txt"), "title": "A call"},
    ),
    "set_tags": Entry(
        floor=Role.CONTRIBUTOR,
        path={"node_id": lambda w: w.make("feedback")},
        body=lambda w: {"tag_ids": [w.make("tag")]},
    ),
    "cite_evidence": Entry(floor=Role.CONTRIBUTOR, body=lambda w: {"evidence_ids": [w.make("highlight")]}),
    "begin_test": Entry(),
    # prioritization
    "add_candidates": Entry(body=lambda w: {"ids": [w.make("component")]}),
    "remove_candidate": Entry(path=CANDIDATE),
    "save_scores": Entry(floor=Role.CONTRIBUTOR, path=CANDIDATE, body=lambda _: {"values": {"user_value": 8}}),
    "ask_raters": Entry(body=lambda w: {"member_ids": [str(w.members[Role.CONTRIBUTOR].id)]}),
    "dismiss_rater": Entry(
        path={"round_id": _asked_round, "rater_id": lambda w: str(_newest_sheet(w)["raters"][0]["id"])}
    ),
    "reveal_round": Entry(path={"round_id": _round}),
    "close_round": Entry(path={"round_id": _revealed_round}),
    # roadmap
    "move_initiative": Entry(body=lambda _: {"horizon": "now"}),
    "change_initiative_state": Entry(body=lambda _: {"version": 1, "to": "candidate"}),
    # strategy
    "check_in": Entry(floor=Role.CONTRIBUTOR, body=lambda _: {"value": 0.25, "confidence": 0.7}),
    # calibration
    "give_probability": Entry(floor=Role.CONTRIBUTOR, body=lambda _: {"probability": 0.8}),
    "resolve_prediction": Entry(body=lambda _: {"outcome": "yes", "reason": "It did."}),
    # experiments
    "plan_metrics": Entry(body=lambda _: {"metrics": [{"name": "retention_7", "role": "primary"}]}),
    # pulse
    "raise_matter": Entry(floor=Role.CONTRIBUTOR, body=lambda _: {"sort": "concern", "words": "Sign-ups are flat."}),
    "revise_matter": Entry(floor=Role.CONTRIBUTOR, body=lambda _: {"version": 1, "words": "Sign-ups fall."}),
    "close_matter": Entry(floor=Role.CONTRIBUTOR, body=lambda _: {"version": 1, "answer": "They rose."}),
    "reopen_matter": Entry(floor=Role.CONTRIBUTOR, path={"matter_id": _closed_matter}, body=lambda _: {"version": 2}),
    "publish_pulse": Entry(body=lambda _: {"version": 1}),
    # home
    "finish_inbox_item": Entry(floor=Role.OWNER, refusal=404, because="It lies in the owner's inbox."),
    "reopen_inbox_item": Entry(floor=Role.OWNER, refusal=404, because="It lies in the owner's inbox."),
    # files brought in
    "import_file": Entry(path={"source": lambda _: "components"}, files=_components_file),
    "undo_import": Entry(path={"run_id": _import_run}),
}
