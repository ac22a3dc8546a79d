from collections.abc import Mapping
from uuid import UUID

from truenorth.domains.engineering.models import Adr, Component, Constraint, Debt, Slice
from truenorth.domains.graph.registry import NodeKind


def describe_adrs(ids: list[UUID]) -> Mapping[UUID, str]:
    return dict(Adr.objects.filter(pk__in=ids).values_list("pk", "status"))


def describe_components(ids: list[UUID]) -> Mapping[UUID, str]:
    return dict(Component.objects.filter(pk__in=ids).values_list("pk", "lifecycle"))


def describe_constraints(ids: list[UUID]) -> Mapping[UUID, str]:
    found = Constraint.objects.filter(pk__in=ids)
    return {each.id: "stale" if each.standing.is_stale else each.standing.state.value for each in found}


def describe_debts(ids: list[UUID]) -> Mapping[UUID, str]:
    found = Debt.objects.filter(pk__in=ids, interest_hours__isnull=False)
    return {each.id: f"{each.price.cost_of_delay:,.0f} {each.currency} a week" for each in found}


def describe_slices(ids: list[UUID]) -> Mapping[UUID, str]:
    found = Slice.objects.filter(pk__in=ids).values_list("pk", "value_percent", "effort_percent")
    return {node_id: f"{value:g} % for {effort:g} %" for node_id, value, effort in found}


COMPONENT = NodeKind(
    name="component",
    plural="components",
    label="Component",
    label_plural="Components",
    prefix="CMP",
    domain="engineering",
    icon="box",
    model=Component,
    describe_state=describe_components,
    state_field="lifecycle",
)
CONSTRAINT = NodeKind(
    name="constraint",
    plural="constraints",
    label="Constraint",
    label_plural="Constraints",
    prefix="CON",
    domain="engineering",
    icon="gauge",
    model=Constraint,
    describe_state=describe_constraints,
)
DEBT = NodeKind(
    name="debt",
    plural="debts",
    label="Debt",
    label_plural="Debt",
    prefix="D",
    domain="engineering",
    icon="weight",
    model=Debt,
    describe_state=describe_debts,
)
SLICE = NodeKind(
    name="slice",
    plural="slices",
    label="Slice",
    label_plural="Slices",
    prefix="SL",
    domain="engineering",
    icon="slice",
    model=Slice,
    describe_state=describe_slices,
)
ADR = NodeKind(
    name="adr",
    plural="adrs",
    label="Architecture decision",
    label_plural="Architecture decisions",
    prefix="ADR",
    domain="engineering",
    icon="scroll",
    model=Adr,
    describe_state=describe_adrs,
    state_field="status",
)
KINDS = (COMPONENT, CONSTRAINT, DEBT, SLICE, ADR)
