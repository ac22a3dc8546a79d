"""What import contracts cannot see: foreign keys point down, and offer no way back up."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import models

from truenorth.domains.graph.models import Record
from truenorth.domains.graph.registry import list_kinds

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"


def test_foreign_keys_between_domains_point_down_and_offer_no_reverse() -> None:
    floors = _floors()
    wrong = [
        f"{model.__name__}.{field.name}"
        for model, field, other in _keys_between_domains()
        if floors[model._meta.app_label] <= floors[other] or field.remote_field.related_name != "+"
    ]

    assert wrong == []


def test_every_record_model_is_registered_as_a_kind() -> None:
    records = {model for model in apps.get_models() if issubclass(model, Record)}

    assert records == {kind.model for kind in list_kinds()}


def test_every_row_belongs_to_a_workspace() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("truenorth.")]
    outside = {"User", "Workspace"}
    astray = [m.__name__ for m in ours if m.__name__ not in outside and not _leads_to_workspace(m)]

    assert astray == []


def _leads_to_workspace(model: type[models.Model]) -> bool:
    """Directly, or by a chain of required foreign keys."""
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and not field.null:
            other = field.related_model
            if other.__name__ == "Workspace" or _leads_to_workspace(other):
                return True
    return False


def _floors() -> dict[str, int]:
    contracts = tomllib.loads(PYPROJECT.read_text())["tool"]["importlinter"]["contracts"]
    [layers] = [c["layers"] for c in contracts if c["name"] == "Domains point one way"]
    return {name.strip(" ()"): floor for floor, row in enumerate(reversed(layers)) for name in row.split("|")}


def _keys_between_domains() -> Iterator[tuple[type[models.Model], "models.ForeignKey[models.Model]", str]]:
    for model in apps.get_models():
        if not model.__module__.startswith("truenorth."):
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and isinstance(field.related_model, type):
                other = field.related_model._meta.app_label
                if other != model._meta.app_label:
                    yield model, field, other
