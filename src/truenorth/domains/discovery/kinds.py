from collections.abc import Mapping
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
from truenorth.domains.discovery.selectors import count_votes, list_answers
from truenorth.domains.graph.registry import NodeKind, StepMark
from truenorth.domains.graph.rules import Step, StepState
from truenorth.domains.kit.readings import Reading
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


def read_votes(ids: list[UUID]) -> Mapping[UUID, Reading]:
    """How often a request was made, as of the last time somebody made it."""
    return {request_id: Reading(votes, at) for request_id, (votes, at) in count_votes(ids).items()}


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
