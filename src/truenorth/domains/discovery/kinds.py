from collections.abc import Mapping, Sequence
from uuid import UUID

from truenorth.domains.discovery.models import (
    Account,
    Document,
    Feedback,
    Highlight,
    Hypothesis,
    Insight,
    Opportunity,
    Participant,
    Request,
    Segment,
    Session,
    Study,
    Tag,
)
from truenorth.domains.discovery.rules import HypothesisState
from truenorth.domains.discovery.selectors import (
    count_votes,
    describe_feedback_askers,
    describe_request_askers,
    find_asking_accounts,
    list_answers,
)
from truenorth.domains.graph.models import Node
from truenorth.domains.graph.registry import Bearing, NodeKind, StepMark
from truenorth.domains.graph.rules import Step, StepState
from truenorth.domains.kit import clock
from truenorth.domains.kit.readings import Measure, Point, Reading
from truenorth.domains.workspace.rules import Role


def describe_highlights(ids: list[UUID]) -> Mapping[UUID, str]:
    return dict(Highlight._default_manager.filter(pk__in=ids).values_list("pk", "strength"))


def describe_requests(ids: list[UUID]) -> Mapping[UUID, str]:
    answered = list_answers(ids)
    return {request_id: "answered" if answered.get(request_id) else "open" for request_id in ids}


def describe_hypotheses(ids: list[UUID]) -> Mapping[UUID, str]:
    return dict(Hypothesis._default_manager.filter(pk__in=ids).values_list("pk", "state"))


def mark_hypotheses(ids: list[UUID]) -> Mapping[UUID, StepMark]:
    """A hypothesis that nobody has tested still waits."""
    return {
        node_id: StepMark(state, StepState.HALF if state == HypothesisState.UNTESTED else StepState.FILLED)
        for node_id, state in describe_hypotheses(ids).items()
    }


def weigh_highlights(ids: list[UUID]) -> Mapping[UUID, Bearing]:
    return _strengths(Highlight, ids)


def weigh_feedback(ids: list[UUID]) -> Mapping[UUID, Bearing]:
    return _strengths(Feedback, ids)


def weigh_requests(ids: list[UUID]) -> Mapping[UUID, Bearing]:
    return _strengths(Request, ids)


def weigh_hypotheses(ids: list[UUID]) -> Mapping[UUID, Bearing]:
    """What its test said; one that nobody has tested says nothing."""
    tested = {HypothesisState.SUPPORTED: Bearing.HOLDS, HypothesisState.REFUTED: Bearing.FAILS}
    states = Hypothesis._default_manager.filter(pk__in=ids, state__in=tested).values_list("pk", "state")
    return {node_id: tested[HypothesisState(state)] for node_id, state in states}


def _strengths(model: type[Highlight | Feedback | Request], ids: list[UUID]) -> Mapping[UUID, Bearing]:
    strengths = model._default_manager.filter(pk__in=ids).values_list("pk", "strength")
    return {node_id: Bearing(strength) for node_id, strength in strengths}


def read_votes(points: Sequence[Point]) -> Mapping[Point, Reading]:
    """How often something was asked for, as of the last time somebody did."""
    votes = count_votes({point.node_id for point in points})
    return {Point(node_id): Reading(count, at, "votes") for node_id, (count, at) in votes.items()}


def read_revenue(points: Sequence[Point]) -> Mapping[Point, Reading]:
    """What the accounts that ask pay in a year, together."""
    ids = {point.node_id for point in points}
    currencies = dict(Node.objects.filter(pk__in=ids).values_list("pk", "workspace__currency"))
    now = clock.now()
    return {
        Point(node_id): Reading(
            float(sum(account.annual_revenue or 0 for account in accounts)), now, currencies.get(node_id, "")
        )
        for node_id, accounts in find_asking_accounts(ids).items()
    }


def read_segment(points: Sequence[Point]) -> Mapping[Point, Reading]:
    """How many accounts of a segment ask."""
    asking = find_asking_accounts({point.node_id for point in points})
    now = clock.now()
    return {
        point: Reading(sum(each.segment_id == point.qualifier_id for each in asking[point.node_id]), now, "accounts")
        for point in points
    }


STUDY = NodeKind(
    name="study",
    plural="studies",
    label="Study",
    label_plural="Studies",
    prefix="STU",
    domain="discovery",
    icon="search",
    model=Study,
)
SESSION = NodeKind(
    name="session",
    plural="sessions",
    label="Session",
    label_plural="Sessions",
    prefix="SES",
    domain="discovery",
    icon="calendar",
    model=Session,
    step=Step.EVIDENCE,
    writer=Role.CONTRIBUTOR,
)
PARTICIPANT = NodeKind(
    name="participant",
    plural="participants",
    label="Participant",
    label_plural="Participants",
    prefix="PAR",
    domain="discovery",
    icon="person",
    model=Participant,
    names_customer=True,
    writer=Role.CONTRIBUTOR,
)
ACCOUNT = NodeKind(
    name="account",
    plural="accounts",
    label="Account",
    label_plural="Accounts",
    prefix="ACC",
    domain="discovery",
    icon="building",
    model=Account,
    names_customer=True,
    writer=Role.CONTRIBUTOR,
)
SEGMENT = NodeKind(
    name="segment",
    plural="segments",
    label="Segment",
    label_plural="Segments",
    prefix="SEG",
    domain="discovery",
    icon="pie",
    model=Segment,
)
DOCUMENT = NodeKind(
    name="document",
    plural="documents",
    label="Document",
    label_plural="Documents",
    prefix="DOC",
    domain="discovery",
    icon="file",
    model=Document,
    step=Step.EVIDENCE,
    writer=Role.CONTRIBUTOR,
)
HIGHLIGHT = NodeKind(
    name="highlight",
    plural="highlights",
    label="Highlight",
    label_plural="Highlights",
    prefix="HL",
    domain="discovery",
    icon="highlight",
    model=Highlight,
    step=Step.EVIDENCE,
    writer=Role.CONTRIBUTOR,
    describe_state=describe_highlights,
    state_field="strength",
    weigh=weigh_highlights,
)
FEEDBACK = NodeKind(
    name="feedback",
    plural="feedback",
    label="Feedback",
    label_plural="Feedback",
    prefix="FB",
    domain="discovery",
    icon="message",
    model=Feedback,
    step=Step.EVIDENCE,
    writer=Role.CONTRIBUTOR,
    weigh=weigh_feedback,
    describe_askers=describe_feedback_askers,
)
REQUEST = NodeKind(
    name="request",
    plural="requests",
    label="Request",
    label_plural="Requests",
    prefix="REQ",
    domain="discovery",
    icon="hand",
    model=Request,
    step=Step.EVIDENCE,
    writer=Role.CONTRIBUTOR,
    describe_state=describe_requests,
    weigh=weigh_requests,
    describe_askers=describe_request_askers,
)
TAG = NodeKind(
    name="tag",
    plural="tags",
    label="Tag",
    label_plural="Tags",
    prefix="TAG",
    domain="discovery",
    icon="tag",
    model=Tag,
    writer=Role.CONTRIBUTOR,
)
INSIGHT = NodeKind(
    name="insight",
    plural="insights",
    label="Insight",
    label_plural="Insights",
    prefix="INS",
    domain="discovery",
    icon="bulb",
    model=Insight,
    step=Step.EVIDENCE,
)
OPPORTUNITY = NodeKind(
    name="opportunity",
    plural="opportunities",
    label="Opportunity",
    label_plural="Opportunities",
    prefix="OPP",
    domain="discovery",
    icon="target",
    model=Opportunity,
    step=Step.OPPORTUNITY,
)
HYPOTHESIS = NodeKind(
    name="hypothesis",
    plural="hypotheses",
    label="Hypothesis",
    label_plural="Hypotheses",
    prefix="HYP",
    domain="discovery",
    icon="flask",
    model=Hypothesis,
    step=Step.HYPOTHESIS,
    describe_state=describe_hypotheses,
    weigh=weigh_hypotheses,
)
ASKED_FOR = (REQUEST.name, OPPORTUNITY.name, HYPOTHESIS.name, "initiative")
MEASURES = tuple(
    measure
    for kind in ASKED_FOR
    for measure in (
        Measure(
            kind=kind,
            name="votes",
            label="Votes",
            read=read_votes,
            public="it has been asked for {threshold} times",
        ),
        Measure(
            kind=kind,
            name="revenue",
            label="Revenue asking",
            read=read_revenue,
            public="enough of our customers ask for it",
        ),
        Measure(
            kind=kind,
            name="segment_accounts",
            label="Accounts asking",
            read=read_segment,
            qualifier=SEGMENT.name,
            public="enough customers of one kind ask for it",
        ),
    )
)
KINDS = (
    STUDY,
    SESSION,
    PARTICIPANT,
    ACCOUNT,
    SEGMENT,
    DOCUMENT,
    HIGHLIGHT,
    FEEDBACK,
    REQUEST,
    TAG,
    INSIGHT,
    OPPORTUNITY,
    HYPOTHESIS,
)
