"""Whatever is sent, the answer is a refusal that names the field, and nothing is written. A 5xx is a bug."""

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from tests.actors.contract import OPERATIONS, Operation, kind_of
from tests.actors.hostile import BODIES, QUERIES, SCRIPT, Attack, attacks_on
from tests.actors.watching import Stored, statements_sent, taken_back
from tests.actors.world import UUID_TEXT, Call, World, is_derivable

from truenorth.domains.workspace.rules import Role

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response


# Every kind's list reads these with the same lines of code, so that one of them speaks for all.
SHARED = {"q", "sort", "archived", "limit", "offset", "no_such_parameter", "workspace"}

WHO_ASKS = re.compile(r'^SELECT .* FROM "(django_session|workspace_user|workspace_member)" ')


def those(*, multipart: bool = False, query: bool = False, path: bool = False) -> list[Any]:
    """The operations that take what is named, or, where nothing is, those that take a JSON body."""
    plain = not (multipart or query or path)
    return [
        pytest.param(operation, id=name)
        for name, operation in sorted(OPERATIONS.items())
        if (plain and operation.body is not None)
        or (multipart and operation.is_multipart)
        or (query and operation.query and not operation.is_write)
        or (path and operation.path_names)
    ]


@pytest.mark.one_database("refused before a statement of the route's own")
@pytest.mark.parametrize("operation", those())
def test_what_no_field_takes_is_refused_before_the_database_is_asked(world: World, operation: Operation) -> None:
    call = world.call(operation)
    bodies = [(label, body, "") for label, body in BODIES.items()]
    bodies += [(str(each), _body_with(call, each), each.field) for each in _attacks(operation, must_be_refused=True)]
    for label, body, field in bodies:
        with statements_sent() as sent:
            answer = _send(world, call, body)
        _require_problem(answer, label, field=field)
        assert [each for each in sent if not WHO_ASKS.search(each)] == [], label


@pytest.mark.parametrize("operation", those())
def test_no_value_of_a_field_breaks_a_route(
    world: World, operation: Operation, everything_stored: Callable[[], Stored]
) -> None:
    call = world.call(operation)
    before = everything_stored()
    for attack in _attacks(operation, must_be_refused=False):
        savepoint = transaction.savepoint()
        answer = _send(world, call, _body_with(call, attack))
        if answer.status_code >= 400:
            _require_problem(answer, str(attack))
            transaction.savepoint_commit(savepoint)
        else:
            _require_verbatim(answer, attack)
            transaction.savepoint_rollback(savepoint)
    assert everything_stored() == before


@pytest.mark.parametrize("operation", those(query=True))
def test_no_query_breaks_a_list(world: World, operation: Operation) -> None:
    call = world.call(operation)
    url = call.url.split("?")[0]
    shared = SHARED if kind_of(operation) and operation.name != "list_components" else set()
    for name in {*operation.query, "no_such_parameter", "workspace"} - shared:
        for value in QUERIES:
            answer = world.clients[Role.OWNER].get(f"{url}?{name}={value}")
            if answer.status_code != 200:
                _require_problem(answer, f"?{name}={value[:40]}")


@pytest.mark.parametrize("operation", those(path=True))
def test_an_id_that_is_none_is_a_refusal(world: World, operation: Operation) -> None:
    call = world.call(operation)
    [*_, named] = UUID_TEXT.findall(call.url.split("?")[0]) or [""]
    if not named:
        return
    for value in ("not-a-uuid", "%00", "%FF", "00000000-0000-0000-0000-000000000000", "x" * 5_000, "..%2F.."):
        elsewhere = Call(operation=operation, url=call.url.replace(named, value), body=call.body, files=call.files)
        with taken_back():
            _require_problem(elsewhere.send(world.clients[Role.OWNER]), value[:40])


@pytest.mark.parametrize("operation", those(multipart=True))
def test_no_upload_breaks_a_route(world: World, operation: Operation) -> None:
    call = world.call(operation)
    files = {name: value for name, value in (call.files or {}).items() if not isinstance(value, str)}
    texts = {name: value for name, value in (call.files or {}).items() if isinstance(value, str)}
    for name in files:
        for content in (
            b"",
            b"\x00\x01\x02" * 100,
            b"\xff\xfe" * 500,
            b"\x1f\x8b broken",
            b"PK\x03\x04 broken",
            b"\n" * 9,
        ):
            for file_name in ("data.csv", "data.csv.gz", "x" * 300 + ".csv", "../../etc/passwd", "data"):
                sent = texts | {name: ContentFile(content, name=file_name)}
                with taken_back():
                    answer = Call(operation=operation, url=call.url, files=sent).send(world.clients[Role.OWNER])
                    if answer.status_code >= 300:
                        _require_problem(answer, f"{file_name[:40]}: {content[:20]!r}")
    for broken in ({}, texts, *({**files, **texts, name: "\x00"} for name in texts)):
        with taken_back():
            answer = Call(operation=operation, url=call.url, files=broken).send(world.clients[Role.OWNER])
            if answer.status_code >= 300 or not broken:
                _require_problem(answer, f"{sorted(broken)}")


def test_every_operation_that_takes_a_body_is_attacked() -> None:
    unreachable = [op.name for op in OPERATIONS.values() if op.body is not None and op.method == "GET"]

    assert unreachable == []
    assert is_derivable(OPERATIONS["create_component"])


def _attacks(operation: Operation, *, must_be_refused: bool) -> list[Attack]:
    return [each for each in attacks_on(operation.body or {}) if each.must_be_refused is must_be_refused]


def _body_with(call: Call, attack: Attack) -> bytes:
    return json.dumps({**call.body, attack.field: attack.value}).encode()


def _send(world: World, call: Call, body: bytes) -> "Response":
    return world.clients[Role.OWNER].generic(call.operation.method, call.url, body, "application/json")


def _require_problem(answer: "Response", label: str, *, field: str = "") -> None:
    assert 400 <= answer.status_code < 500, f"{label} → {answer.status_code} {answer.content[:300]!r}"
    assert answer.headers["Content-Type"] == "application/problem+json", label
    problem = answer.json()
    assert problem["code"], label
    if field:
        assert answer.status_code == 422, f"{label} → {answer.status_code} {answer.content[:300]!r}"
        assert any(name.split(".")[0] == field for name in problem["fields"]), f"{label} → {problem}"


def _require_verbatim(answer: "Response", attack: Attack) -> None:
    """Markup is text like any other: stored as it came, and the page shows it as text."""
    if attack.value == SCRIPT and answer.content:
        stored = answer.json()
        if isinstance(stored, dict) and isinstance(stored.get(attack.field), str):
            assert stored[attack.field] == SCRIPT
