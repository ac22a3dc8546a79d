"""The roadmap over time: who has room, what waits for what, and how it stood before and after the readout."""

from datetime import date

from truenorth.domains.graph.selectors import get_record
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.roadmap.services import add_dependency, revise_initiative, set_capacity, take_snapshot
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


def _date(story: Story, dates: dict[str, tuple[int, int]]) -> None:
    alice = story.who("Alice")
    for name, (first, last) in dates.items():
        initiative = get_record(alice, Initiative, story.id(name))
        changes = {"starts_on": story.day(first), "target_on": story.day(last)}
        revise_initiative(initiative, actor=alice, version=initiative.version, changes=changes)
