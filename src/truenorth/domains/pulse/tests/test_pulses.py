from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from conftest import ClientOf
from django.db import connection
from django.test.utils import CaptureQueriesContext

from truenorth.domains.calibration.factories import make_prediction
from truenorth.domains.calibration.rules import PredictionOutcome
from truenorth.domains.calibration.services import give_probability, resolve_prediction
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.selectors import list_linked_nodes
from truenorth.domains.kit import clock
from truenorth.domains.kit.errors import Forbidden
from truenorth.domains.prioritization.factories import decide
from truenorth.domains.pulse.errors import MatterClosed, MatterStale, PulseEndsBeforeStart, PulsePublished
from truenorth.domains.pulse.models import Matter, Pulse
from truenorth.domains.pulse.rules import Content, MatterSort, SectionName, Tone, as_figure
from truenorth.domains.pulse.selectors import assemble_pulse, get_content, get_markdown, get_pulse
from truenorth.domains.pulse.services import (
    close_matter,
    create_pulse,
    publish_pulse,
    raise_matter,
    reopen_matter,
    revise_matter,
    revise_pulse,
)
from truenorth.domains.roadmap.factories import bring_to, go, make_initiative, run_experiment
from truenorth.domains.roadmap.rules import Horizon, InitiativeOutcome, State
from truenorth.domains.roadmap.services import move_initiative
from truenorth.domains.strategy.factories import make_key_result
from truenorth.domains.strategy.services import check_in
from truenorth.domains.workspace.models import Member


def make_pulse(actor: Member, *, days: int = 14) -> Pulse:
    """The days up to and including today."""
    today = actor.workspace.today()
    values = {"title": "Pulse of the fortnight", "from_on": today - timedelta(days=days - 1), "to_on": today}
    return create_pulse(actor=actor, values=values)


def section(content: Content, name: SectionName) -> list[str]:
    [found] = [each for each in content.sections if each.name == name]
    return [item.words for item in found.items]


def frozen(pulse: Pulse) -> Mapping[str, Any]:
    assert pulse.content is not None
    content: Mapping[str, Any] = pulse.content
    return content


def test_a_pulse_tells_how_each_key_result_moved(alice: Member) -> None:
    key_result = make_key_result(alice)
    check_in(key_result.id, actor=alice, value=38, confidence=0.8, at=clock.now() - timedelta(days=20))
    check_in(key_result.id, actor=alice, value=41, confidence=0.6, note="The tour helps.")

    content = assemble_pulse(alice, make_pulse(alice))

    [item] = content.sections[0].items
    assert item.movement is not None
    assert (item.movement.before, item.movement.after, item.movement.status) == (38, 41, "at_risk")
    assert (item.detail, item.tone) == ("The tour helps.", Tone.UNDECIDED)


def test_a_reached_target_is_a_win_and_an_off_track_one_a_challenge(alice: Member) -> None:
    reached = make_key_result(alice, title="Calls a week", baseline=0, target=5)
    behind = make_key_result(alice, title="Retention")
    check_in(reached.id, actor=alice, value=5)
    check_in(behind.id, actor=alice, value=36.1)

    content = assemble_pulse(alice, make_pulse(alice))

    assert section(content, SectionName.WINS) == ["Target reached: Calls a week"]
    assert section(content, SectionName.CHALLENGES) == ["Off track: Retention"]


def test_a_resolved_prediction_is_something_learned(alice: Member, bob: Member) -> None:
    prediction = make_prediction(alice, title="Retention rises", probability=0.6)
    give_probability(prediction.id, actor=bob, probability=0.8)
    resolve_prediction(prediction.id, actor=alice, outcome=PredictionOutcome.NO, reason="Flat after six weeks.")

    content = assemble_pulse(alice, make_pulse(alice))

    [item] = content.sections[-1].items
    assert item.detail == "Resolved no, 2 people gave it 70\u202f% on average, Brier 0.50. Flat after six weeks."
    assert item.tone == Tone.WORSE


def test_decisions_moves_ends_and_readouts_go_where_they_belong(alice: Member) -> None:
    tour, button, moved = (make_initiative(alice, title) for title in ("Tour", "CRM button", "Templates"))
    decide(alice, button.id, "no", reason="The need is fewer re-typed notes.")
    run_experiment(alice, tour, retention=200)
    go(
        alice,
        bring_to(alice, tour, State.SHIPPED),
        State.CLOSED,
        outcome=InitiativeOutcome.REDIRECT,
        reason="Re-target.",
    )
    move_initiative(moved, actor=alice, horizon=Horizon.NOW, reason="The team is free.")

    content = assemble_pulse(alice, make_pulse(alice))

    assert section(content, SectionName.DECISIONS) == ["Moved: Templates", "No: CRM button"]
    assert section(content, SectionName.LEARNED)[:2] == ["Closed as redirect: Tour", "Tour test"]
    details = [item.detail for each in content.sections for item in each.items]
    assert "Off the board to now. The team is free." in details
    assert "The need is fewer re-typed notes." in details


def test_a_published_pulse_stays_as_it_was_read(alice: Member) -> None:
    key_result = make_key_result(alice)
    check_in(key_result.id, actor=alice, value=40)
    draft = make_pulse(alice)
    revise_pulse(draft, actor=alice, version=1, changes={"wins": "The tour shipped."})

    publish_pulse(draft.id, actor=alice)
    check_in(key_result.id, actor=alice, value=47)

    pulse = get_pulse(alice, draft.id)
    assert pulse.state == "published"
    assert get_content(alice, pulse) == frozen(pulse)
    assert frozen(pulse)["sections"][0]["items"][0]["movement"]["after"] == 40
    assert "| KR-1 People who finish set-up | 36\u202f% | 40\u202f% | 48\u202f% | 0.33 |" in get_markdown(alice, pulse)
    assert "The tour shipped." in pulse.markdown
    [(_, reported)] = list_linked_nodes(alice, [pulse.id], kind=LinkKind.DERIVES_FROM)
    assert reported.id == key_result.id


def test_a_published_pulse_is_neither_edited_nor_published_again(alice: Member) -> None:
    pulse = publish_pulse(make_pulse(alice).id, actor=alice)

    with pytest.raises(PulsePublished):
        revise_pulse(pulse, actor=alice, version=2, changes={"wins": "Rewritten"})
    with pytest.raises(PulsePublished):
        publish_pulse(pulse.id, actor=alice)

    assert get_pulse(alice, pulse.id).wins == ""


def test_a_contributor_does_not_publish(alice: Member, connie: Member) -> None:
    pulse = make_pulse(alice)

    with pytest.raises(Forbidden):
        publish_pulse(pulse.id, actor=connie)

    assert get_pulse(alice, pulse.id).state == "draft"


def test_a_pulse_does_not_end_before_it_starts(alice: Member) -> None:
    today = alice.workspace.today()

    with pytest.raises(PulseEndsBeforeStart):
        create_pulse(actor=alice, values={"title": "P", "from_on": today, "to_on": today - timedelta(days=1)})

    assert not Pulse.objects.exists()


def test_an_open_concern_is_carried_to_the_next_pulse_until_it_is_closed(alice: Member, connie: Member) -> None:
    with time_machine.travel(clock.now() - timedelta(days=30), tick=False):
        concern = raise_matter(actor=connie, sort=MatterSort.CONCERN, words="Sales promised the CRM button.")
    draft = make_pulse(alice)

    [item] = assemble_pulse(alice, draft).sections[3].items
    assert item.matter is not None
    assert item.matter.is_carried_over

    close_matter(concern.id, actor=alice, version=1, answer="Told the three accounts why not.")

    [item] = assemble_pulse(alice, draft).sections[3].items
    assert item.matter is not None
    assert item.matter.closed_on == alice.workspace.today()
    with time_machine.travel(clock.now() + timedelta(days=20), tick=False):
        assert section(assemble_pulse(alice, make_pulse(alice)), SectionName.CONCERNS) == []


def test_a_closed_matter_is_opened_again_before_it_changes(alice: Member) -> None:
    action = raise_matter(actor=alice, sort=MatterSort.ACTION, words="Call Fernhill", owner_id=alice.id)
    close_matter(action.id, actor=alice, version=1)

    with pytest.raises(MatterClosed):
        revise_matter(action.id, actor=alice, version=2, changes={"words": "Call them all"})
    with pytest.raises(MatterStale):
        reopen_matter(action.id, actor=alice, version=1)
    reopen_matter(action.id, actor=alice, version=2)
    revise_matter(action.id, actor=alice, version=3, changes={"words": "Call them all"})

    assert Matter.objects.get().words == "Call them all"


def test_a_viewer_raises_nothing(vera: Member) -> None:
    with pytest.raises(Forbidden):
        raise_matter(actor=vera, sort=MatterSort.CONCERN, words="Too slow")

    assert not Matter.objects.exists()


def test_the_markdown_runs_no_html(alice: Member) -> None:
    raise_matter(actor=alice, sort=MatterSort.CONCERN, words="<script>alert(1)</script>")

    text = get_markdown(alice, make_pulse(alice))

    assert "- [ ] &lt;script>alert(1)&lt;/script>" in text
    assert "## Wins\n\nNothing to report." in text


def test_figures_read_as_people_write_them() -> None:
    assert [as_figure(40.70, "%"), as_figure(-1234.5), as_figure(0.0)] == ["40.7\u202f%", "\u22121,234.5", "0"]


def test_a_pulse_is_made_filled_published_and_exported_over_the_api(alice: Member, connie: Member) -> None:
    today = alice.workspace.today().isoformat()
    check_in(make_key_result(alice).id, actor=alice, value=40)
    client = ClientOf(alice)
    payload = {"title": "Pulse", "from_on": today, "to_on": today}
    made = client.post("/api/pulse/pulses", payload, content_type="application/json")
    path = f"/api/pulse/pulses/{made.json()['id']}"

    raised = ClientOf(connie).post(
        "/api/pulse/matters", {"sort": "action", "words": "Call"}, content_type="application/json"
    )
    draft = client.get(f"{path}/content").json()
    published = client.post(f"{path}/publish")
    matter = f"/api/pulse/matters/{raised.json()['id']}"
    client.post(f"{matter}/close", {"version": 1, "answer": "Done"}, content_type="application/json")

    assert (made.status_code, raised.status_code, published.json()["state"]) == (201, 201, "published")
    assert client.get(f"{path}/content").json() == draft
    exported = client.get(f"{path}/export.md")
    assert exported["Content-Disposition"] == 'attachment; filename="pul-1.md"'
    assert "# Pulse" in exported.content.decode()
    assert client.get("/api/pulse/matters").json()["total"] == 0
    assert client.get("/api/pulse/matters?state=all").json()["total"] == 1


def test_a_pulse_is_gathered_in_a_fixed_number_of_queries(alice: Member) -> None:
    for number in range(4):
        check_in(make_key_result(alice, title=f"Figure {number}").id, actor=alice, value=40)
    pulse = make_pulse(alice)

    with CaptureQueriesContext(connection) as queries:
        assemble_pulse(alice, pulse)

    assert len(queries) <= 12


def test_matters_are_listed_in_a_fixed_number_of_queries(alice: Member) -> None:
    for number in range(4):
        raise_matter(actor=alice, sort=MatterSort.ACTION, words=f"Call {number}", owner_id=alice.id)
    client = ClientOf(alice)

    with CaptureQueriesContext(connection) as queries:
        page = client.get("/api/pulse/matters").json()

    assert page["total"] == 4
    assert len(queries) <= 5
