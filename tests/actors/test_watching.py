"""The matrix's witness is no blind one."""

from collections.abc import Callable

from tests.actors.watching import Stored, statements_sent, taken_back
from tests.actors.world import World

from truenorth.domains.workspace.models import Team


def test_a_write_is_seen_and_so_is_its_taking_back(world: World, everything_stored: Callable[[], Stored]) -> None:
    team, before = Team._meta.db_table, everything_stored()

    with taken_back():
        Team.objects.create(workspace=world.olga.workspace, name="Growth")
        during = everything_stored()

    assert len(during[team]) == len(before[team]) + 1
    assert {table for table in before if before[table] != during[table]} == {team}
    assert everything_stored() == before


def test_what_a_savepoint_began_with_stands_again_after_it(
    world: World, everything_stored: Callable[[], Stored]
) -> None:
    with taken_back():
        Team.objects.create(workspace=world.olga.workspace, name="Growth")
        with taken_back():
            Team.objects.all().delete()
            assert everything_stored()[Team._meta.db_table] == []
        [row] = everything_stored()[Team._meta.db_table]

    assert "Growth" in row


def test_the_statements_of_a_block_are_told(world: World) -> None:
    with statements_sent() as sent:
        Team.objects.exists()

    assert len(sent) == 1
    assert Team._meta.db_table in sent[0]
