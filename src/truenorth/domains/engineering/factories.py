"""Components, registers and slices for tests, made by the services. What is sliced is a node of the kind initiative."""

from typing import Any

from truenorth.domains.engineering.models import Component, Constraint, Debt, Slice
from truenorth.domains.engineering.services import create_debt, create_slice
from truenorth.domains.graph.models import Node
from truenorth.domains.graph.registry import get_kind
from truenorth.domains.graph.services import create_record
from truenorth.domains.workspace.models import Member


def make_component(actor: Member, title: str = "Calendar bridge", **values: Any) -> Component:
    return create_record(Component, actor=actor, values={"title": title, **values})


def make_constraint(actor: Member, title: str = "600 calls a minute", **values: Any) -> Constraint:
    """A limit of 600, checked today."""
    given = {"limit": 600, "used": 300, "checked_on": actor.workspace.today(), **values}
    return create_record(Constraint, actor=actor, values={"title": title, **given})


def make_debt(actor: Member, title: str = "Merging loses notes", **values: Any) -> Debt:
    """Six days of work that cost twelve hours a week."""
    given = {"principal_days": 6, "interest_hours": 12, **values}
    return create_debt(actor=actor, values={"title": title, **given})


def make_initiative_node(actor: Member, title: str = "Guided tour", body: str = "") -> Node:
    return create_record(get_kind("initiative").model, actor=actor, values={"title": title, "body": body}).node


def make_slice(actor: Member, initiative: Node, title: str = "The thin part", **values: Any) -> Slice:
    return create_slice(actor=actor, values={"title": title, "initiative_id": initiative.id, **values})
