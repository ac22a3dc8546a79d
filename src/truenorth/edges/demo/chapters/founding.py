"""Who works at Tidewater, and what they want this quarter."""

from datetime import timedelta

from truenorth.domains.graph.services import create_record
from truenorth.domains.strategy.models import Objective
from truenorth.domains.strategy.services import check_in, create_cycle, create_key_result
from truenorth.domains.workspace.services import add_member, create_team, create_user, create_workspace
from truenorth.edges.demo import people
from truenorth.edges.demo.story import Story


def hire_everybody(story: Story) -> None:
    owner = create_user(email=people.OLGA.email, name=people.OLGA.name, password=people.PASSWORD)
    olga = create_workspace(
        user=owner, slug=people.WORKSPACE_SLUG, name=people.WORKSPACE_NAME, timezone="Europe/Berlin"
    )
    story.members["Olga"] = olga
    story.teams = {name: create_team(actor=olga, name=name) for name in ("Onboarding", "Billing")}
    for person in people.COLLEAGUES:
        user = create_user(email=person.email, name=person.name, password=people.PASSWORD)
        story.members[person.name] = add_member(
            actor=olga,
            user=user,
            role=person.role,
            function=person.function,
            team=story.teams[person.team] if person.team else None,
        )


def set_goals(story: Story) -> None:
    alice, olga = story.who("Alice"), story.who("Olga")
    starts_on = story.day(128)
    cycle = create_cycle(
        actor=olga,
        values={"title": "Keep who signs up", "starts_on": starts_on, "ends_on": starts_on + timedelta(days=182)},
    )
    stay = create_record(
        Objective,
        actor=olga,
        values={
            "title": "New teams find their feet and stay",
            "body": "Half of those who sign up never send a second invoice. Growth leaks where it should begin.",
            "cycle_id": cycle.id,
            "owner_id": alice.id,
        },
    )
    story.keep("objective", stay)
    retention = create_key_result(
        actor=alice,
        values={
            "title": "New teams still active after 30 days",
            "objective_id": stay.id,
            "baseline": 20.0,
            "target": 26.0,
            "unit": "%",
            "owner_id": alice.id,
            "confidence": 0.6,
        },
    )
    completion = create_key_result(
        actor=alice,
        values={
            "title": "New teams that finish onboarding in their first week",
            "objective_id": stay.id,
            "baseline": 40.0,
            "target": 55.0,
            "unit": "%",
            "owner_id": story.who("Ines").id,
            "confidence": 0.7,
        },
    )
    story.keep("retention", retention)
    story.keep("completion", completion)
    paid = create_record(
        Objective,
        actor=olga,
        values={
            "title": "Studios get paid on time",
            "cycle_id": cycle.id,
            "owner_id": story.who("Tomas").id,
        },
    )
    recovered = create_key_result(
        actor=olga,
        values={
            "title": "Failed invoice payments recovered",
            "objective_id": paid.id,
            "baseline": 31.0,
            "target": 48.0,
            "unit": "%",
            "owner_id": story.who("Tomas").id,
            "confidence": 0.5,
        },
    )
    story.keep("recovered", recovered)


CHECK_INS = (
    # key result, days ago, value, confidence, note
    ("retention", 98, 20.2, 0.6, "Within noise of where we began."),
    ("completion", 98, 40.4, 0.7, ""),
    ("recovered", 98, 33.5, 0.5, "First retry rules are live for a tenth of accounts."),
    ("retention", 70, 20.1, 0.5, "Nothing moved it yet. The tour goes into a test next week."),
    ("completion", 70, 41.2, 0.7, ""),
    ("recovered", 70, 36.9, 0.6, ""),
    ("retention", 42, 20.3, 0.45, ""),
    ("completion", 42, 43.1, 0.75, "Half of new teams see the tour."),
    ("recovered", 42, 39.8, 0.65, "Retries now run for half of accounts."),
)


def check_in_so_far(story: Story) -> None:
    for name, days_ago, value, confidence, note in CHECK_INS:
        with story.on(days_ago):
            owner = story.who("Tomas" if name == "recovered" else "Alice")
            check_in(story.id(name), actor=owner, value=value, confidence=confidence, note=note)
