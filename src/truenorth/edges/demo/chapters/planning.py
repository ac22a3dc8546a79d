"""The roadmap over time: who has room, what waits for what, and how it stood before and after the readout."""

from datetime import date

from truenorth.domains.graph.selectors import get_record
from truenorth.domains.prioritization.services import create_scoring_model
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.roadmap.rules import OWN, FieldKind
from truenorth.domains.roadmap.services import (
    add_dependency,
    create_field,
    revise_initiative,
    set_capacity,
    take_snapshot,
)
from truenorth.edges.demo.story import Story

DATES = {
    # bet: first and last day, in days ago; those to come are negative
    "tour": (76, 64),
    "retry": (76, 20),
    "import": (60, 25),
    "targeting": (20, -10),
    "calendar": (-30, -86),
}
AWAY = (("Onboarding", "Bob is away", -20, -27), ("Billing", "Tomas is away", -34, -48))
WAITS = (("tour", "import"), ("import", "calendar"))
MOVED = {"targeting": (7, -14), "import": (-14, -49), "calendar": (-56, -112)}
"""What the readout changed: invitations begin at once, and the import waits for them."""
LATE = {"retry": (76, -21)}
AT_RISK = {"targeting": 96_000.0, "import": 42_000.0, "calendar": 18_000.0, "retry": 150_000.0}
"""What the accounts that may leave over it pay in a year."""
SAVED_A_WEEK = (
    {"key": "arr", "label": "ARR at risk", "unit": "EUR", "reads": OWN + "arr_at_risk"},
    {"key": "odds", "label": "Odds that it helps"},
    {"key": "weeks", "label": "Effort", "unit": "week", "reads": "effort"},
)


def draw_the_roadmap(story: Story) -> None:
    alice = story.who("Alice")
    with story.on(75):
        for team, words, first, last in AWAY:
            absence: dict[str, date | str] = {"from_on": story.day(first), "to_on": story.day(last), "words": words}
            set_capacity(actor=alice, team_id=story.teams[team].id, version=0, seats=1, absences=[absence])
        for blocker, blocked in WAITS:
            add_dependency(actor=alice, blocker_id=story.id(blocker), blocked_id=story.id(blocked))
        _date(story, DATES)
        take_snapshot(actor=alice, reason="The quarter as it was decided")


def draw_it_anew(story: Story) -> None:
    with story.on(5):
        _date(story, MOVED)
        take_snapshot(actor=story.who("Alice"), reason="After the tour's readout")
    with story.on(3):
        _date(story, LATE)


def weigh_what_is_at_risk(story: Story) -> None:
    """A number of the workspace's own, and a formula that reads it: people give the odds alone."""
    alice = story.who("Alice")
    with story.on(4):
        create_field(actor=alice, key="arr_at_risk", label="ARR at risk", kind=FieldKind.NUMBER)
        for name, at_risk in AT_RISK.items():
            initiative = get_record(alice, Initiative, story.id(name))
            changes = {"custom_fields": {"arr_at_risk": at_risk}}
            revise_initiative(initiative, actor=alice, version=initiative.version, changes=changes)
        values = {"title": "ARR saved a week", "formula": "arr * odds / weeks", "columns": list(SAVED_A_WEEK)}
        create_scoring_model(actor=alice, values=values)


def _date(story: Story, dates: dict[str, tuple[int, int]]) -> None:
    alice = story.who("Alice")
    for name, (first, last) in dates.items():
        initiative = get_record(alice, Initiative, story.id(name))
        changes = {"starts_on": story.day(first), "target_on": story.day(last)}
        revise_initiative(initiative, actor=alice, version=initiative.version, changes=changes)
