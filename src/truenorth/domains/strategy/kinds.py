from collections.abc import Mapping, Sequence
from uuid import UUID

from truenorth.domains.graph.registry import NodeKind
from truenorth.domains.graph.rules import Step
from truenorth.domains.kit.readings import Measure, Point, Reading
from truenorth.domains.strategy.models import Cycle, KeyResult, Objective


def read_key_results(points: Sequence[Point]) -> Mapping[Point, Reading]:
    return {
        Point(each.id): Reading(each.current, each.checked_in_at or each.created_at, each.unit)
        for each in KeyResult.objects.select_related("node").filter(node_id__in=[point.node_id for point in points])
    }


def describe_key_results(ids: list[UUID]) -> Mapping[UUID, str]:
    return {
        key_result.id: key_result.status.replace("_", " ")
        for key_result in KeyResult.objects.select_related("node").filter(node_id__in=ids)
    }


CYCLE = NodeKind(
    name="cycle",
    plural="cycles",
    label="Cycle",
    label_plural="Cycles",
    prefix="CYC",
    domain="strategy",
    icon="calendar",
    model=Cycle,
)
OBJECTIVE = NodeKind(
    name="objective",
    plural="objectives",
    label="Objective",
    label_plural="Objectives",
    prefix="OBJ",
    domain="strategy",
    icon="target",
    model=Objective,
)
KEY_RESULT = NodeKind(
    name="key_result",
    plural="key-results",
    label="Key result",
    label_plural="Key results",
    prefix="KR",
    domain="strategy",
    icon="trending-up",
    model=KeyResult,
    step=Step.KEY_RESULT,
    describe_state=describe_key_results,
)
KEY_RESULT_VALUE = Measure(
    kind=KEY_RESULT.name,
    name="value",
    label="Value",
    read=read_key_results,
    public="one of our goals has come far enough",
)
KINDS = (CYCLE, OBJECTIVE, KEY_RESULT)
