"""One line for each kind of record that needs more than a title: what to POST to make one.

The function gets the world: `world.make("initiative")` makes another record and returns its id; `world.members` are the
people. A kind that is content with a title needs no line.
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.actors.world import World

EXAMPLES: dict[str, "Callable[[World], Mapping[str, Any]]"] = {
    "cycle": lambda _: {"title": "First quarter", "starts_on": "2026-01-01", "ends_on": "2026-03-31"},
    "decision": lambda w: {
        "subject_id": w.make("component"),
        "verdict": "no",
        "reason_code": "off_goal",
        "reason": "It serves no goal of this year.",
        "triggers": [{"kind": "date", "on": "2090-01-01"}],
    },
    "document": lambda _: {"title": "A call", "body": "Ann: I never read the tutorial.\n\nBen: Why not?"},
    "feedback": lambda _: {"body": "The tour gets in my way."},
    "highlight": lambda w: {"document_id": w.make("document"), "start": 0, "end": 10, "strength": "told"},
    "key_result": lambda w: {
        "title": "Activation",
        "objective_id": w.make("objective"),
        "baseline": 0.2,
        "target": 0.3,
    },
    "prediction": lambda _: {"title": "The tour lifts completion", "resolve_by": "2030-06-30"},
    "pulse": lambda _: {"title": "Two weeks", "from_on": "2026-11-01", "to_on": "2026-11-14"},
    "request": lambda _: {"ask": "A CRM button"},
    "slice": lambda w: {"title": "The thin part", "initiative_id": w.make("initiative")},
}
