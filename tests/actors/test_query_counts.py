"""A list of five costs as many queries as a list of one, for every kind of record and every list beside them."""

from collections.abc import Callable, Mapping

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.actors.contract import OPERATIONS, Operation, kind_of
from tests.actors.world import World

from truenorth.domains.workspace.rules import Role

pytestmark = pytest.mark.one_database("the questions are the same on either, and the matrix asks them of both")

AT_MOST = 20


def a_component(number: int) -> "ContentFile[bytes]":
    return ContentFile(f"title\nPart {number}\n".encode(), name="parts.csv")


def an_estimate(number: int) -> "ContentFile[bytes]":
    return ContentFile(f"id,estimate,actual\n{number},{number + 1},4\n".encode(), name="sprints.csv")


def _lists_of_records() -> list[Operation]:
    return [op for op in OPERATIONS.values() if kind_of(op) and op.method == "GET" and "{" not in op.path]


def _post_to(url: str, body: Callable[[World, int], object]) -> Callable[[World, int], object]:
    return lambda world, number: world.post(url, body(world, number))


# What makes the rows of a list that is not a kind's own: one line each.
ROWS: dict[str, Callable[[World, int], object]] = {
    "list_teams": _post_to("/api/workspace/teams", lambda _, n: {"name": f"Team {n}"}),
    "list_invitations": _post_to("/api/workspace/invitations", lambda _w, _n: {"role": "viewer"}),
    "list_tokens": _post_to("/api/workspace/tokens", lambda _, n: {"name": f"Token {n}"}),
    "list_share_links": _post_to("/api/workspace/share-links", lambda _, n: {"view": "not_doing", "name": f"{n}"}),
    "list_audit_rows": lambda world, _: world.make("component"),
    "export_audit_rows": lambda world, _: world.make("component"),
    "search": lambda world, _: world.make("component"),
    "list_roadmap_snapshots": _post_to("/api/roadmap/snapshots", lambda _w, _n: {}),
    "list_dependencies": _post_to(
        "/api/roadmap/dependencies",
        lambda w, _: {"blocker_id": w.make("initiative"), "blocked_id": w.make("initiative")},
    ),
    "list_plans": lambda world, _: world.post(
        "/api/roadmap/plans", {"with_slices": not world.make("initiative", horizon="now", effort_weeks=1)}
    ),
    "list_custom_fields": _post_to(
        "/api/roadmap/fields", lambda _, n: {"key": f"field_{n}", "label": "A field", "kind": "text"}
    ),
    "list_saved_views": _post_to("/api/roadmap/views", lambda _, n: {"name": f"View {n}", "shape": "board"}),
    "list_capacity": _post_to("/api/workspace/teams", lambda _, n: {"name": f"Team {n}"}),
    "list_stale_initiatives": lambda world, _: world.make("initiative", horizon="now"),
    "list_matters": _post_to("/api/pulse/matters", lambda _, n: {"sort": "concern", "words": f"Worry {n}"}),
    "list_estimates": lambda world, n: world.upload("/api/imports/estimates", {"file": an_estimate(n)}),
    "get_component_map": _post_to(
        "/api/engineering/component-dependencies",
        lambda w, _: {"source_id": w.make("component"), "target_id": w.make("component")},
    ),
    "get_register": lambda world, _: (world.make("debt", interest_hours=4), world.make("constraint")),
    "list_imports": lambda world, n: world.upload("/api/imports/components", {"file": a_component(n)}),
}

# The same for lists of what hangs on one record: its kind, and what is sent to the list's own address.
PARTS: dict[str, tuple[str, Callable[[World, int], Mapping[str, object]]]] = {
    "list_comments": ("component", lambda w, n: {"body": f"@[Adam]({w.members[Role.ADMIN].id}) look, {n}"}),
    "list_told": ("decision", lambda _, n: {"name": f"Nora {n}", "channel": "spoken"}),
    "list_debt_readings": ("debt", lambda _, n: {"version": n + 1, "on": "2026-01-05", "interest_hours": n}),
    "list_check_ins": ("key_result", lambda _, n: {"value": n / 10}),
}


@pytest.mark.parametrize("operation", [pytest.param(each, id=each.name) for each in _lists_of_records()])
def test_a_list_of_records_asks_the_same_number_of_questions(world: World, operation: Operation) -> None:
    kind = kind_of(operation)
    assert kind is not None
    _require_flat(world, operation, lambda world, _: world.make(kind.name))


@pytest.mark.parametrize("name", sorted(ROWS))
def test_a_list_asks_the_same_number_of_questions(world: World, name: str) -> None:
    operation = OPERATIONS[name]
    query = "?q=component" if "q" in operation.required_query else ""

    _require_flat(world, operation, ROWS[name], url=operation.path + query)


@pytest.mark.parametrize("name", sorted(PARTS))
def test_a_list_of_parts_asks_the_same_number_of_questions(world: World, name: str) -> None:
    kind, build = PARTS[name]
    operation = OPERATIONS[name]
    url = operation.path.format(**{operation.path_names[0]: world.make(kind)})

    _require_flat(world, operation, lambda world, n: world.post(url, build(world, n)), url=url)


def _require_flat(world: World, operation: Operation, make: Callable[[World, int], object], *, url: str = "") -> None:
    make(world, 0)
    one = _count_queries(world, url or operation.path)
    for number in range(1, 5):
        make(world, number)

    five = _count_queries(world, url or operation.path)

    assert len(five) == len(one), "\n".join(five)
    assert len(five) <= AT_MOST, "\n".join(five)


def _count_queries(world: World, url: str) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        answer = world.clients[Role.OWNER].get(url)
    assert answer.status_code == 200
    return [query["sql"][:200] for query in captured.captured_queries]
