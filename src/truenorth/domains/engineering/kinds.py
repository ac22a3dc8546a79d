from truenorth.domains.engineering.models import Component, Constraint, Debt, Slice
from truenorth.domains.graph.registry import NodeKind

COMPONENT = NodeKind(
    name="component",
    plural="components",
    label="Component",
    label_plural="Components",
    prefix="CMP",
    domain="engineering",
    icon="box",
    model=Component,
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
)
KINDS = (COMPONENT, CONSTRAINT, DEBT, SLICE)
