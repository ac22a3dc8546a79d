"""One entry for each operation that the matrix cannot work out by itself.

It works out: the five routes of every kind of record (see `examples.py`), and reads whose path it can fill. Everything
else says here who may do it (`floor`, the lowest role) and what a good request looks like.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.files.base import ContentFile

from truenorth.domains.graph.kinds import AttentionAsked, Reason
from truenorth.domains.kit import facts
from truenorth.domains.prioritization.models import ScoringRound
from truenorth.domains.prioritization.services import find_contradictions, save_scores
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


def _component_dependency(world: "World") -> str:
    ends = {"source_id": world.make("component"), "target_id": world.make("component")}
    return str(world.post("/api/engineering/component-dependencies", ends)["id"])


def _flagged(world: "World") -> str:
    return world.make("component", body="It keeps two systems in sync.")


def _dismissed(world: "World") -> str:
    node_id = _flagged(world)
    world.post(f"/api/engineering/risk-flags/{node_id}/dismiss", {"key": "words:sync", "reason": "One way only."})
    return node_id


def _slice_order(world: "World") -> dict[str, object]:
    newest = world.get("/api/engineering/slices?limit=1")["items"][0]
    return {"slices": [{"id": newest["id"], "version": newest["version"]}]}


def _sliced(world: "World") -> str:
    initiative_id = world.make("initiative")
    world.make("slice", initiative_id=initiative_id)
    return initiative_id


def _estimate(world: "World") -> str:
    """Asked for once there is a history to answer from."""
    rows = "".join(f"{n},{n + 1},{n + 2}\n" for n in range(10))
    world.upload("/api/imports/estimates", {"file": ContentFile(f"id,estimate,actual\n{rows}".encode(), name="e.csv")})
    return "?estimate=3"


def _import_run(world: "World") -> str:
    return str(world.upload("/api/imports/components", _components_file(world))["run_id"])


def _read_experiment(world: "World") -> str:
    """An experiment with results of two people an arm."""
    experiment_id = world.make("experiment")
    rows = "".join(f"{n},{arm},{n % 2}\n" for n, arm in enumerate(["control", "tour"] * 2))
    file = ContentFile(f"user,arm,kept\n{rows}".encode(), name="kept.csv")
    options = {"dry_run": False, "options": {"variant": "arm", "experiment": experiment_id}}
    world.upload("/api/imports/experiment", {"file": file, "options": json.dumps(options)})
    return experiment_id


def _newest_experiment(world: "World") -> Any:  # noqa: ANN401 - whatever JSON the route answers
    return world.get("/api/experiments/experiments?limit=1")["items"][0]


def _picture(_: "World") -> dict[str, object]:
    return {"file": ContentFile(b"A sketch.", name="sketch.txt")}


def _comment(world: "World") -> str:
    return str(world.post(f"/api/graph/nodes/{world.make('component')}/comments", {"body": "Said."})["id"])


def _attachment(world: "World") -> str:
    return str(world.upload(f"/api/graph/nodes/{world.make('component')}/attachments", _picture(world))["id"])


ROUNDS = "/api/prioritization/scoring-rounds"


def _round(world: "World") -> str:
    """An open round with a candidate that Olga scored."""
    round_id = world.make("scoring_round")
    world.post(f"{ROUNDS}/{round_id}/candidates", {"ids": [world.make("component"), world.make("component")]})
    for row in _rows(world, round_id):
        values = {"user_value": 8, "business_value": 5, "risk_reduction": 3, "effort": 3}
        world.put(f"{ROUNDS}/{round_id}/candidates/{row['candidate_id']}/scores", {"values": values})
    return round_id


def _revealed_round(world: "World") -> str:
    round_id = _round(world)
    world.post(f"{ROUNDS}/{round_id}/reveal", {})
    return round_id


def _reopened_round(world: "World") -> str:
    round_id = _revealed_round(world)
    world.post(f"{ROUNDS}/{round_id}/candidates/{_candidate(world)}/cells/effort/reopen", {})
    return round_id


def _divided_round(world: "World") -> str:
    """A revealed round of whose effort Olga thinks otherwise than everybody."""
    round_id = _revealed_round(world)
    save_scores(
        ScoringRound.objects.get(pk=UUID(round_id)),
        actor=world.members[Role.CONTRIBUTOR],
        candidate_id=int(_candidate(world)),
        values={"effort": 20},
    )
    return round_id


def _noted_round(world: "World") -> str:
    round_id = _revealed_round(world)
    world.post(f"{ROUNDS}/{round_id}/candidates/{_candidate(world)}/notes", {"words": "Large."})
    return round_id


def _overridden_round(world: "World") -> str:
    round_id = _revealed_round(world)
    placed = {"place": 2, "reason": "We promised."}
    world.put(f"{ROUNDS}/{round_id}/candidates/{_candidate(world)}/override", placed)
    return round_id


def _asked_round(world: "World") -> str:
    round_id = _round(world)
    world.post(f"{ROUNDS}/{round_id}/raters", {"member_ids": [str(world.members[Role.CONTRIBUTOR].id)]})
    return round_id


def _rows(world: "World", round_id: str) -> list[Any]:
    return list(world.get(f"{ROUNDS}/{round_id}/rows?sort=key")["items"])


def _newest_round(world: "World") -> str:
    return str(world.get(f"{ROUNDS}?limit=1")["items"][0]["id"])


def _candidate(world: "World") -> str:
    return str(_rows(world, _newest_round(world))[0]["candidate_id"])


def _pair(world: "World") -> str:
    first, second = _rows(world, _newest_round(world))
    return f"?first={first['candidate_id']}&second={second['candidate_id']}"


def _note(world: "World") -> str:
    detail = world.get(f"{ROUNDS}/{_newest_round(world)}/candidates/{_candidate(world)}")
    return str(detail["notes"][0]["id"])


def _rater(world: "World") -> str:
    return str(world.get(f"{ROUNDS}/{_newest_round(world)}/head")["raters"][0]["id"])


def _matter(world: "World") -> str:
    return str(world.post("/api/pulse/matters", {"sort": "concern", "words": "Sign-ups are flat."})["id"])


def _closed_matter(world: "World") -> str:
    matter_id = _matter(world)
    world.post(f"/api/pulse/matters/{matter_id}/close", {"version": 1})
    return matter_id


def _decision(world: "World", **values: object) -> str:
    return world.make("decision", **values)


def _written_decision(world: "World") -> str:
    decision_id = _decision(world)
    statement = {"version": 1, "public_title": "Not this", "public_words": "Nobody needs it."}
    world.put(f"/api/prioritization/decisions/{decision_id}/statement", statement)
    return decision_id


def _published_decision(world: "World") -> str:
    decision_id = _written_decision(world)
    world.post(f"/api/prioritization/decisions/{decision_id}/publish", {"version": 2})
    return decision_id


def _contradicted_decision(world: "World") -> str:
    """A no to a request that somebody was then seen needing."""
    request_id = world.make("request")
    decision_id = _decision(world, subject_id=request_id)
    evidence = world.make("feedback", strength="observed")
    world.post("/api/graph/links", {"kind": "supports", "source": evidence, "target": request_id})
    find_contradictions()
    return decision_id


def _newest_contradiction(world: "World") -> str:
    newest = world.get("/api/prioritization/decisions?limit=1")["items"][0]
    return str(newest["contradictions"][0]["id"])


def _share(world: "World") -> dict[str, Any]:
    return dict(world.post("/api/workspace/share-links", {"view": "not_doing"}))


def _shared_roadmap(world: "World") -> str:
    return str(world.post("/api/workspace/share-links", {"view": "roadmap"})["token"])


def _snapshot(world: "World") -> str:
    return str(world.post("/api/roadmap/snapshots", {"reason": "For the matrix."})["id"])


def _dependency(world: "World") -> str:
    ends = {"blocker_id": world.make("initiative"), "blocked_id": world.make("initiative")}
    return str(world.post("/api/roadmap/dependencies", ends)["id"])


def _sized(world: "World") -> str:
    return world.make("initiative", horizon="now", effort_weeks=2)


def _plan(world: "World") -> str:
    _sized(world)
    return str(world.post("/api/roadmap/plans", {})["id"])


def _custom_field(world: "World") -> str:
    field = {"key": "tier", "label": "Tier", "kind": "text"}
    return str(world.post("/api/roadmap/fields", field)["id"])


def _shared_view(world: "World") -> str:
    view = {"name": "Now", "shape": "board", "is_shared": True}
    return str(world.post("/api/roadmap/views", view)["id"])


def _asked_for(world: "World") -> str:
    """A request that the newest initiative, which was shipped, answers."""
    initiative_id = world.get("/api/roadmap/initiatives?limit=1")["items"][0]["id"]
    request_id = world.make("request")
    world.post("/api/graph/links", {"kind": "answers", "source": initiative_id, "target": request_id})
    return f"?request_id={request_id}"


def _shipped(world: "World") -> str:
    initiative_id = world.make("initiative")
    for version, state in enumerate(("candidate", "committed", "building", "shipped"), start=1):
        step = {"version": version, "to": state, "override_reason": "For the matrix."}
        world.post(f"/api/roadmap/initiatives/{initiative_id}/state", step)
    return initiative_id


def _of_round(make: "Text", **path: "Text") -> "dict[str, Text]":
    """A path into a round: the round is made first, and the newest one is meant by the rest."""
    return {"round_id": make, "candidate_id": _candidate, "column": lambda _: "effort", **path}


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
    "snapshot_id": _snapshot,
    "dependency_id": _dependency,
    "plan_id": _plan,
    "field_id": _custom_field,
    "view_id": _shared_view,
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
    "list_share_links": Entry(),
    "create_share_link": Entry(body=lambda _: {"view": "not_doing"}),
    "revoke_share_link": Entry(path={"link_id": lambda w: str(_share(w)["id"])}),
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
    "remove_candidate": Entry(path=_of_round(_round)),
    "get_candidate": Entry(floor=Role.VIEWER, path=_of_round(_revealed_round)),
    "save_scores": Entry(
        floor=Role.CONTRIBUTOR, path=_of_round(_asked_round), body=lambda _: {"values": {}, "reason": "Seen."}
    ),
    "ask_raters": Entry(body=lambda w: {"member_ids": [str(w.members[Role.CONTRIBUTOR].id)]}),
    "dismiss_rater": Entry(path=_of_round(_asked_round, rater_id=_rater)),
    "reveal_round": Entry(path=_of_round(_round)),
    "close_round": Entry(path=_of_round(_revealed_round)),
    "open_column": Entry(path=_of_round(_round), body=lambda _: {"minutes": 5}),
    "reveal_column": Entry(path=_of_round(_round)),
    "reopen_column": Entry(path=_of_round(_revealed_round), body=lambda _: {"minutes": 5}),
    "reopen_cell": Entry(path=_of_round(_revealed_round)),
    "reveal_cell": Entry(path=_of_round(_reopened_round)),
    "ask_to_explain": Entry(path=_of_round(_divided_round)),
    "agree_on": Entry(path=_of_round(_revealed_round), body=lambda _: {"value": 5, "version": 0}),
    "add_note": Entry(floor=Role.CONTRIBUTOR, path=_of_round(_round), body=lambda _: {"words": "Larger."}),
    "remove_note": Entry(path=_of_round(_noted_round, note_id=_note)),
    "place_by_hand": Entry(path=_of_round(_revealed_round), body=lambda _: {"place": 2, "reason": "We promised."}),
    "remove_override": Entry(path=_of_round(_overridden_round)),
    "get_override_price": Entry(floor=Role.VIEWER, path=_of_round(_revealed_round), query=lambda _: "?place=2"),
    "explain_order": Entry(floor=Role.VIEWER, path=_of_round(_revealed_round), query=_pair),
    "hold_duel": Entry(
        floor=Role.VIEWER, path=_of_round(_revealed_round), query=lambda _: "?formula=user_value%2Feffort"
    ),
    "watch_round": Entry(floor=Role.VIEWER, query=lambda _: "?wait_seconds=0"),
    "list_column_measures": Entry(floor=Role.VIEWER),
    "list_measures": Entry(floor=Role.VIEWER, query=lambda w: f"?node_id={w.make('request')}"),
    "send_letter": Entry(
        body=lambda _: {"address": "nora@mosaic.example", "subject": "Your request", "words": "Hello Nora"}
    ),
    "note_told": Entry(floor=Role.CONTRIBUTOR, body=lambda _: {"name": "Nora", "channel": "spoken"}),
    "dismiss_contradiction": Entry(
        path={"decision_id": _contradicted_decision, "contradiction_id": _newest_contradiction},
        body=lambda _: {"dismissed_words": "It was somebody else's need."},
    ),
    "write_statement": Entry(
        body=lambda _: {"version": 1, "public_title": "Not this", "public_words": "Nobody needs it."}
    ),
    "publish_statement": Entry(path={"decision_id": _written_decision}, body=lambda _: {"version": 2}),
    "unpublish_statement": Entry(path={"decision_id": _published_decision}, body=lambda _: {"version": 3}),
    "get_not_doing": Entry(
        path={"token": lambda w: str(_share(w)["token"])},
        is_public=True,
        is_outside=True,
        because="Whoever holds the link may read what was published.",
    ),
    # engineering
    "add_component_dependency": Entry(
        body=lambda w: {"source_id": w.make("component"), "target_id": w.make("component")},
    ),
    "remove_component_dependency": Entry(path={"dependency_id": _component_dependency}),
    "read_debt": Entry(body=lambda _: {"version": 1, "on": "2026-01-05", "interest_hours": 4}),
    "put_debt_up": Entry(body=lambda w: {"round_id": w.make("scoring_round")}),
    "get_slice_plan": Entry(floor=Role.VIEWER, path={"initiative_id": _sliced}),
    "order_slices": Entry(path={"initiative_id": _sliced}, body=_slice_order),
    "list_risk_flags": Entry(floor=Role.VIEWER, query=lambda w: f"?ids={w.make('component')}"),
    "dismiss_risk_flag": Entry(
        path={"node_id": _flagged}, body=lambda _: {"key": "words:sync", "reason": "One way only."}
    ),
    "undismiss_risk_flag": Entry(path={"node_id": _dismissed}, body=lambda _: {"key": "words:sync"}),
    "correct_estimate": Entry(floor=Role.VIEWER, query=_estimate),
    "revise_lexicon": Entry(body=lambda _: {"version": 0, "terms": [{"term": "sync"}]}),
    "preview_lexicon": Entry(
        floor=Role.VIEWER, body=lambda _: {"terms": [{"term": "sync"}]}, because="It asks what words would do."
    ),
    # roadmap
    "move_initiative": Entry(body=lambda _: {"horizon": "now"}),
    "change_initiative_state": Entry(body=lambda _: {"version": 1, "to": "candidate"}),
    "take_roadmap_snapshot": Entry(body=lambda _: {"reason": "Before the board."}),
    "explain_roadmap_change": Entry(
        body=lambda w: {
            "initiative_id": w.make("initiative", horizon="now"),
            "kind": "added",
            "reason": "Five people asked.",
        },
    ),
    "compare_roadmap_snapshots": Entry(floor=Role.VIEWER, query=lambda w: f"?before={_snapshot(w)}"),
    "add_dependency": Entry(
        floor=Role.CONTRIBUTOR,
        body=lambda w: {"blocker_id": w.make("initiative"), "blocked_id": w.make("initiative")},
    ),
    "remove_dependency": Entry(floor=Role.CONTRIBUTOR),
    "set_initiative_dates": Entry(body=lambda _: {"version": 1, "starts_on": "2026-03-02", "target_on": None}),
    "draft_plan": Entry(body=lambda w: {"with_slices": bool(_sized(w))}),
    "accept_plan": Entry(body=lambda _: {"reason": "For the second quarter."}),
    "get_swimlanes": Entry(floor=Role.VIEWER, query=lambda _: "?by=segment"),
    "set_team_capacity": Entry(body=lambda _: {"version": 0, "seats": 2}),
    "create_custom_field": Entry(body=lambda _: {"key": "tier", "label": "Tier", "kind": "text"}),
    "revise_custom_field": Entry(body=lambda _: {"version": 1, "label": "Rank"}),
    "remove_custom_field": Entry(),
    "save_view": Entry(
        floor=Role.VIEWER, body=lambda _: {"name": "Mine", "shape": "table"}, because="A view for oneself alone."
    ),
    "revise_saved_view": Entry(body=lambda _: {"version": 1, "name": "Ours"}),
    "remove_saved_view": Entry(floor=Role.ADMIN),
    "word_initiative": Entry(body=lambda _: {"version": 1, "public_title": "Quicker notes", "is_published": True}),
    "review_initiative": Entry(body=lambda _: {"version": 1}),
    "set_review_cadence": Entry(
        floor=Role.ADMIN, body=lambda _: {"version": 0, "now_days": 7, "next_days": 14, "later_days": 28}
    ),
    "draft_shipped_letter": Entry(floor=Role.VIEWER, path={"initiative_id": _shipped}, query=_asked_for),
    "get_shared_roadmap": Entry(
        path={"token": _shared_roadmap},
        is_public=True,
        is_outside=True,
        because="Whoever holds the link may read what its audience may.",
    ),
    "embed_roadmap": Entry(
        path={"token": _shared_roadmap},
        is_public=True,
        is_outside=True,
        because="Whoever holds the link may read what its audience may.",
    ),
    # strategy
    "check_in": Entry(floor=Role.CONTRIBUTOR, body=lambda _: {"value": 0.25, "confidence": 0.7}),
    # calibration
    "give_probability": Entry(floor=Role.CONTRIBUTOR, body=lambda _: {"probability": 0.8}),
    "resolve_prediction": Entry(body=lambda _: {"outcome": "yes", "reason": "It did."}),
    # experiments
    "plan_metrics": Entry(body=lambda _: {"metrics": [{"name": "retention_7", "role": "primary"}]}),
    "plan_weights": Entry(path={"experiment_id": _read_experiment}, body=lambda _: {"weights": {"control": 2}}),
    "conclude_experiment": Entry(
        path={"experiment_id": _read_experiment},
        body=lambda world: {"version": _newest_experiment(world)["version"], "outcome": "inconclusive"},
    ),
    "plan_experiment": Entry(
        floor=Role.VIEWER,
        body=lambda _: {"baseline": 0.4, "mde": 0.05},
        because="It computes from what is sent and stores nothing.",
    ),
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
    "export_for_tracker": Entry(floor=Role.VIEWER, path={"tracker": lambda _: "jira"}),
    "import_file": Entry(path={"source": lambda _: "components"}, files=_components_file),
    "get_import_progress": Entry(floor=Role.VIEWER, query=lambda _: f"?key={UUID(int=1)}"),
    "undo_import": Entry(path={"run_id": _import_run}),
    # events delivered
    "deliver_events": Entry(
        floor=Role.CONTRIBUTOR,
        body=lambda _: {"events": [{"event": "signup", "user_id": "ada", "time": "2026-11-02T09:00:00Z"}]},
    ),
}
