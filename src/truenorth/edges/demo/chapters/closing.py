"""What became of the bet: no win, a redirect, and a Pulse that tells everybody."""

from truenorth.domains.discovery.models import Hypothesis
from truenorth.domains.discovery.services import revise_hypothesis
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.selectors import get_record
from truenorth.domains.graph.services import create_link
from truenorth.domains.prioritization.services import record_decision
from truenorth.domains.pulse.rules import MatterSort
from truenorth.domains.pulse.services import create_pulse, publish_pulse, raise_matter
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.roadmap.rules import Horizon, InitiativeOutcome, State
from truenorth.domains.roadmap.services import change_state, move_initiative
from truenorth.domains.strategy.services import check_in
from truenorth.edges.demo.story import Story

REDIRECT = (
    "Completion rose and staying is undecided: the interval still includes a fall past the margin. Who signs up "
    "decides who stays, so the money goes to invitations before the tour gets any more work."
)


def redirect(story: Story) -> None:
    alice = story.who("Alice")
    with story.on(7):
        tour = get_record(alice, Initiative, story.id("tour"))
        change_state(
            tour,
            actor=alice,
            version=tour.version,
            to=State.CLOSED,
            outcome=InitiativeOutcome.REDIRECT,
            reason=REDIRECT,
        )
        create_link(
            actor=alice,
            kind=LinkKind.REFUTES,
            source=story.records["experiment"],
            target=story.records["H tour"],
        )
        hypothesis = get_record(alice, Hypothesis, story.id("H tour"))
        revise_hypothesis(hypothesis, actor=alice, version=hypothesis.version, changes={"state": "refuted"})
        create_link(
            actor=alice,
            kind=LinkKind.DERIVES_FROM,
            source=story.records["targeting"],
            target=story.records["experiment"],
        )
        decision = record_decision(
            actor=story.who("Olga"),
            values={
                "subject_id": story.id("targeting"),
                "verdict": "yes",
                "reason_code": "strong_evidence",
                "reason": "The test says that finishing is not staying. Who arrives is what we can still change.",
            },
        )
        story.keep("decision targeting", decision)
        targeting = get_record(alice, Initiative, story.id("targeting"))
        move_initiative(targeting, actor=alice, horizon=Horizon.NOW, reason="The tour's readout points here.")


def tell_everybody(story: Story) -> None:
    alice = story.who("Alice")
    with story.on(6):
        check_in(story.id("completion"), actor=alice, value=46.4, confidence=0.8, note="The tour's half is at 49 %.")
        check_in(
            story.id("retention"),
            actor=alice,
            value=20.4,
            confidence=0.35,
            note="The tour did not move it. Invitations are next.",
        )
        check_in(story.id("recovered"), actor=story.who("Tomas"), value=42.6, confidence=0.7)
        raise_matter(
            actor=alice,
            sort=MatterSort.CONCERN,
            words="Two engineers have not met a customer for 60 days",
            owner_id=story.who("Bob").id,
            due_on=story.day(-10),
        )
        raise_matter(
            actor=alice,
            sort=MatterSort.ACTION,
            words="Split the invitation budget by channel and show the first week",
            owner_id=story.who("Mara").id,
            due_on=story.day(-14),
        )
    with story.on(4):
        pulse = create_pulse(
            actor=alice,
            values={
                "title": "Pulse: the tour, and what it is not",
                "from_on": story.day(18),
                "to_on": story.day(4),
                "wins": "More people finish onboarding, and failed payments come back.",
                "challenges": "Finishing is not staying. We do not call the tour a win.",
            },
        )
        publish_pulse(pulse.id, actor=alice)
        story.keep("pulse", pulse)
