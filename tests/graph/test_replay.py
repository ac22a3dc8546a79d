"""The graph as it stood at the end of a day."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from conftest import ClientOf
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from truenorth.domains.graph.models import Node
from truenorth.domains.graph.registry import get_kind
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.selectors import get_record, get_why
from truenorth.domains.graph.services import (
    archive_nodes,
    create_link,
    create_record,
    remove_link,
    restore_nodes,
    revise_record,
    trash_nodes,
)
from truenorth.domains.prioritization.factories import decide
from truenorth.domains.workspace.models import Member

FIRST = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _on(day: int) -> Any:  # noqa: ANN401 - a context manager of a library without types
    """Noon of that day of March."""
    return time_machine.travel(FIRST + timedelta(days=day - 1), tick=False)


def _record(actor: Member, kind: str, **values: object) -> Node:
    return create_record(get_kind(kind).model, actor=actor, values={"title": kind.title(), **values}).node


def _revise(actor: Member, node: Node, **changes: object) -> None:
    record = get_record(actor, get_kind(node.kind).model, node.id)
    revise_record(record, actor=actor, version=record.version, changes=changes)


def _as_of(viewer: Member, node: Node, day: int) -> Any:  # noqa: ANN401 - whatever JSON the route answers
    answer = ClientOf(viewer).get(f"/api/graph/{node.id}/why?on=2026-03-{day:02}")
    assert answer.status_code == 200, answer.content
    return answer.json()


def _upstream(why: Any) -> list[str]:  # noqa: ANN401 - whatever JSON the route answers
    return [each["node"]["title"] for each in why["upstream"]]


def test_titles_states_and_links_are_those_of_the_day(alice: Member) -> None:
    with _on(1):
        hypothesis = _record(alice, "hypothesis", title="Tour helps", threshold=15)
        initiative = _record(alice, "initiative", title="Tour")
    with _on(3):
        link = create_link(actor=alice, kind=LinkKind.DERIVES_FROM, source=initiative, target=hypothesis)
    with _on(5):
        _revise(alice, hypothesis, title="A tour helps newcomers", state="refuted")
        _revise(alice, initiative, title="Guided tour")
    with _on(7):
        remove_link(actor=alice, link_id=link.id)

    assert _upstream(_as_of(alice, initiative, 2)) == []
    then = _as_of(alice, initiative, 4)
    assert (then["on"], then["node"]["title"], _upstream(then)) == ("2026-03-04", "Tour", ["Tour helps"])
    assert (then["upstream"][0]["node"]["state"], then["node"]["state"]) == ("untested", "idea")
    later = _as_of(alice, initiative, 6)
    assert (later["node"]["title"], _upstream(later)) == ("Guided tour", ["A tour helps newcomers"])
    assert later["upstream"][0]["node"]["state"] == "refuted"
    assert _upstream(_as_of(alice, initiative, 7)) == []


def test_what_was_in_the_trash_then_is_left_out_and_what_is_there_now_is_shown(alice: Member) -> None:
    with _on(1):
        evidence, insight = _record(alice, "feedback", body="No"), _record(alice, "insight")
        create_link(actor=alice, kind=LinkKind.DERIVES_FROM, source=insight, target=evidence)
    with _on(2):
        trash_nodes(actor=alice, ids=[evidence.id])
    with _on(4):
        restore_nodes(actor=alice, ids=[evidence.id])
    with _on(6):
        trash_nodes(actor=alice, ids=[evidence.id])

    assert [_upstream(_as_of(alice, insight, day)) for day in (1, 3, 5, 6)] == [["Feedback"], [], ["Feedback"], []]


def test_a_day_ends_by_the_clock_of_the_workspace(olga: Member) -> None:
    olga.workspace.timezone = "Pacific/Auckland"
    olga.workspace.save()
    with time_machine.travel(datetime(2026, 3, 1, 12, tzinfo=UTC), tick=False):  # the 2nd of March in Auckland
        component = _record(olga, "component")
    client = ClientOf(olga)

    assert client.get(f"/api/graph/{component.id}/why?on=2026-03-01").status_code == 404
    assert client.get(f"/api/graph/{component.id}/why?on=2026-03-02").status_code == 200


def test_an_import_was_there_from_its_end_until_it_was_undone(alice: Member) -> None:
    client = ClientOf(alice)
    file = ContentFile(b"title\nFiles\n", name="parts.csv")
    with _on(2):
        run_id = client.post("/api/imports/components", {"file": file}).json()["run_id"]
    node = Node.objects.get()
    with _on(4):
        assert client.post(f"/api/imports/{run_id}/undo").status_code == 200
    with _on(6):
        restore_nodes(actor=alice, ids=[node.id])

    found = {day: client.get(f"/api/graph/{node.id}/why?on=2026-03-{day:02}").status_code for day in (1, 2, 3, 4, 5, 6)}

    assert found == {1: 404, 2: 200, 3: 200, 4: 404, 5: 404, 6: 200}


def test_the_decision_in_force_then_is_named(alice: Member) -> None:
    with _on(1):
        subject = _record(alice, "request", ask="A button")
    with _on(2):
        first = decide(alice, subject.id, "no")
    with _on(4):
        second = decide(alice, subject.id, "yes")
    with _on(6):
        archive_nodes(actor=alice, ids=[second.id])

    taken = [_as_of(alice, subject, day)["decision"] for day in (1, 2, 4, 6)]

    assert [each and (each["id"], each["state"]) for each in taken] == [
        None,
        (str(first.id), "no"),
        (str(second.id), "yes"),
        None,
    ]


def test_a_state_that_no_field_holds_is_said_to_be_unknown(alice: Member) -> None:
    with _on(1):
        key_result = _record(alice, "key_result", baseline=0, target=10, current=0)
        component = _record(alice, "component")

    then = _as_of(alice, key_result, 1)

    assert (then["node"]["state"], then["unknown_states"]) == ("", [str(key_result.id)])
    assert _as_of(alice, component, 1)["unknown_states"] == []
    now = ClientOf(alice).get(f"/api/graph/{key_result.id}/why").json()
    assert (now["on"], now["node"]["state"] != "", now["unknown_states"]) == (None, True, [])


@pytest.mark.parametrize("on", ["soon", "1969-12-31", "9999-12-31", "2026-02-30"])
def test_a_day_that_is_none_is_refused_by_name(alice: Member, on: str) -> None:
    answer = ClientOf(alice).get(f"/api/graph/{_record(alice, 'component').id}/why?on={on}")

    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["on"])


def test_a_day_to_come_is_refused(alice: Member) -> None:
    component = _record(alice, "component")
    tomorrow = alice.workspace.today() + timedelta(days=1)

    answer = ClientOf(alice).get(f"/api/graph/{component.id}/why?on={tomorrow}")

    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["on"])


def test_the_past_takes_as_many_questions_for_ten_records_as_for_two(alice: Member) -> None:
    with _on(1):
        insight = _record(alice, "insight")

    def replay(count: int) -> int:
        with _on(2):
            for _ in range(count):
                source = _record(alice, "feedback", body="No")
                create_link(actor=alice, kind=LinkKind.DERIVES_FROM, source=insight, target=source)
        with CaptureQueriesContext(connection) as queries:
            get_why(alice, insight.id, on=date(2026, 3, 2))
        return len(queries)

    assert replay(2) == replay(8)
