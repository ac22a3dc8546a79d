"""The round: candidates, six people's scores, and the answers given to each."""

from typing import Any

from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.selectors import get_record
from truenorth.domains.graph.services import LinkDraft
from truenorth.domains.prioritization.models import ScoringRound
from truenorth.domains.prioritization.rules import RoundState
from truenorth.domains.prioritization.services import (
    add_candidates,
    ask_raters,
    create_round,
    move_round,
    record_decision,
    save_scores,
)
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.roadmap.rules import Horizon, State
from truenorth.domains.roadmap.services import change_state, create_initiative, move_initiative, revise_initiative
from truenorth.edges.demo.candidates import BETS, RATERS, Bet
from truenorth.edges.demo.story import Story

YES = {
    "tour": "It serves what we watched people fail at, for four weeks of work, and six weeks of test will tell.",
    "import": "The same evidence, more work: next in line.",
    "retry": "Money that is already earned.",
}
CONFIDENCE = {Horizon.NOW: 80, Horizon.NEXT: 60, Horizon.LATER: 40}


def propose(story: Story) -> None:
    with story.on(86):
        for bet in BETS:
            links = story.derives_from(*bet.derives_from)
            if bet.contributes_to:
                links.append(LinkDraft(kind=LinkKind.CONTRIBUTES_TO, target=story.id(bet.contributes_to)))
            initiative = create_initiative(
                actor=story.who("Alice"),
                values={
                    "title": bet.title,
                    "body": bet.body,
                    "owner_id": story.who(bet.owner).id,
                    "team_id": story.teams[bet.team].id,
                    "effort_weeks": bet.effort_weeks,
                },
                links=links,
            )
            story.keep(bet.name, initiative)


def score_in_the_open(story: Story) -> None:
    alice = story.who("Alice")
    with story.on(82):
        scoring = create_round(actor=alice, values={"title": "What to bet on this quarter", "capacity_weeks": 16})
        story.keep("round", scoring)
        candidates = add_candidates(scoring, actor=alice, ids=[story.id(bet.name) for bet in BETS])
        for name, columns in RATERS.items():
            ask_raters(scoring, actor=alice, member_ids=[story.who(name).id], columns=columns)
    for hour, name in enumerate(RATERS, start=10):
        with story.on(80, hour=hour):
            for bet, candidate in zip(BETS, candidates, strict=True):
                values = dict(zip(RATERS[name], bet.scores[name], strict=True))
                save_scores(scoring, actor=story.who(name), candidate_id=candidate.id, values=values)
    with story.on(79):
        move_round(scoring, actor=alice, to=RoundState.REVEALED)


def answer_everybody(story: Story) -> None:
    alice = story.who("Alice")
    with story.on(78):
        for name, words in YES.items():
            _decide(story, name, verdict="yes", reason_code="strong_evidence", reason=words)
        _decide(
            story,
            "crm",
            verdict="no",
            reason_code="weak_evidence",
            reason="The need is not to type a client twice, and a button does not remove that. Nobody was seen needing "
            "it; it was asked for when we asked. We look again when five teams are seen doing it.",
            answers_ids=[story.id("CRM export button"), story.id("CRM connection on the vendor list")],
            triggers=[{"kind": "date", "on": story.day(-60)}],
        )
        _decide(
            story,
            "whitelabel",
            verdict="not_now",
            reason_code="blocked",
            reason="Without a check of the sender's domain the mail would land in spam. That check ships with the new "
            "mail service.",
            triggers=[{"kind": "date", "on": story.day(2)}],
        )
        move_round(get_record(alice, ScoringRound, story.id("round")), actor=alice, to=RoundState.CLOSED)
    with story.on(77):
        for bet in BETS:
            if bet.horizon:
                _place(story, bet)
    with story.on(76):
        for name in ("tour", "retry"):
            initiative = get_record(alice, Initiative, story.id(name))
            if initiative.state == State.CANDIDATE:
                initiative = change_state(
                    initiative,
                    actor=alice,
                    version=initiative.version,
                    to=State.COMMITTED,
                    override_reason="Failed payments are counted, not told; the numbers are the evidence.",
                )
            change_state(initiative, actor=alice, version=initiative.version, to=State.BUILDING)


def _decide(story: Story, name: str, **values: Any) -> None:
    decision = record_decision(actor=story.who("Alice"), values={"subject_id": story.id(name), **values})
    story.keep(f"decision {name}", decision)


def _place(story: Story, bet: Bet) -> None:
    alice = story.who("Alice")
    horizon = Horizon(str(bet.horizon))
    initiative = get_record(alice, Initiative, story.id(bet.name))
    initiative = move_initiative(initiative, actor=alice, horizon=horizon, index=len(BETS))
    revise_initiative(initiative, actor=alice, version=initiative.version, changes={"confidence": CONFIDENCE[horizon]})
