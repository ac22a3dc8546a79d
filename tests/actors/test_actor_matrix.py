"""Who may do what, for every route of the contract: nobody, a stranger, a viewer, and the roles around the floor."""

import json
from collections.abc import Callable

import pytest
from conftest import ON_POSTGRESQL
from tests.actors.contract import OPERATIONS, Operation
from tests.actors.entries import ENTRIES
from tests.actors.watching import Stored, taken_back
from tests.actors.world import UUID_TEXT, World, is_derivable

from truenorth.domains.workspace.models import AuditRow
from truenorth.domains.workspace.rules import Role

AUDIT = AuditRow._meta.db_table
EVERY = [pytest.param(operation, id=name) for name, operation in sorted(OPERATIONS.items())]


def test_every_entry_is_an_operation_of_the_contract() -> None:
    assert sorted(set(ENTRIES) - set(OPERATIONS)) == []


def test_a_viewer_writes_only_where_the_matrix_says_why() -> None:
    unexplained = [
        name
        for name, entry in ENTRIES.items()
        if not entry.because and (entry.is_public or (entry.floor == Role.VIEWER and OPERATIONS[name].is_write))
    ]

    assert unexplained == []


@pytest.mark.parametrize("operation", EVERY)
def test_each_actor_gets_what_is_due(
    world: World, operation: Operation, everything_stored: Callable[[], Stored]
) -> None:
    _require_entry(operation)
    entry = world.entry_of(operation)
    call = world.call(operation)
    before = everything_stored()

    anonymous = call.send(world.nobody)
    if entry.is_public:
        assert anonymous.status_code == 200, anonymous.content
        return
    assert anonymous.status_code == 401, anonymous.content
    assert everything_stored() == before
    if operation.name == "accept_invitation":
        return

    for role in _roles_around(entry.floor):
        with taken_back():
            answer = call.send(world.clients[role])
            if role.may_act_as(entry.floor):
                assert 200 <= answer.status_code < 300, f"{role} → {answer.status_code} {answer.content[:500]!r}"
                if operation.is_write and everything_stored() != before:
                    assert len(everything_stored()[AUDIT]) > len(before[AUDIT]), f"no audit row of {role}"
            else:
                assert answer.status_code == entry.refusal, f"{role} → {answer.status_code} {answer.content[:500]!r}"
                assert answer.headers["Content-Type"] == "application/problem+json"
                assert everything_stored() == before, f"{role} was refused, and something changed"


@pytest.mark.one_database(
    "the same filter keeps a workspace to itself on either; the search, which has two, is tested apart"
)
@pytest.mark.parametrize("operation", EVERY)
def test_a_stranger_finds_nothing_of_larkspur(
    world: World, operation: Operation, everything_stored: Callable[[], Stored]
) -> None:
    _require_entry(operation)
    if world.entry_of(operation).is_outside:
        return
    call = world.call(operation)
    before = everything_stored()

    naming = call.send(world.charlies_client, workspace="larkspur")
    assert naming.status_code == 404, naming.content[:500]
    assert everything_stored() == before

    with taken_back():
        at_home = call.send(world.charlies_client)
        if call.named_in_path:
            assert at_home.status_code == 404, at_home.content[:500]
        elif call.named and operation.is_write:
            assert at_home.status_code in (404, 422), at_home.content[:500]
        if call.named and at_home.status_code >= 400:
            assert everything_stored() == before
        assert not at_home.streaming, "a file of Larkspur's"
        leaked = set(UUID_TEXT.findall(at_home.content.decode(errors="replace"))) & world.larkspurs_ids() - call.named
        assert leaked == set()


def _require_entry(operation: Operation) -> None:
    if operation.name not in ENTRIES and not is_derivable(operation):
        fields = dict.fromkeys((operation.body or {}).get("required", ()), "…")
        body = f"body=lambda w: {json.dumps(fields, ensure_ascii=False)}" if operation.body is not None else ""
        files = 'files=lambda w: {"file": ContentFile(b"…", name="….csv")}' if operation.is_multipart else ""
        query = f'query=lambda w: "?{operation.required_query[0]}=…"' if operation.required_query else ""
        arguments = ", ".join(each for each in ("floor=Role.EDITOR", body, files, query) if each)
        pytest.fail(
            f"{operation} is not in the actor matrix. Add to ENTRIES in tests/actors/entries.py:\n"
            f'    "{operation.name}": Entry({arguments}),',
            pytrace=False,
        )


def _roles_around(floor: Role) -> list[Role]:
    """The owner and the lowest role that may, the highest that may not, and the viewer.

    On PostgreSQL the lowest that may: its statements are seen to run there, and who is refused no database decides.
    """
    if ON_POSTGRESQL:
        return [floor]
    order = list(Role)
    below = order[order.index(floor) + 1 :]
    return list(dict.fromkeys([Role.OWNER, floor, *below[:1], *below[-1:]]))
