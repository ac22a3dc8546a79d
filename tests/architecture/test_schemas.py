"""The contract knows a schema by its name alone, so two of one name would hide each other."""

from collections import defaultdict
from enum import StrEnum

import pytest
from ninja import Schema

import truenorth.config.api  # noqa: F401 - brings every domain's schemas in


@pytest.mark.parametrize("base", [Schema, StrEnum])
def test_no_two_schemas_share_a_name(base: type) -> None:
    modules: dict[str, set[str]] = defaultdict(set)
    waiting: list[type] = [base]
    while waiting:
        each = waiting.pop()
        waiting += each.__subclasses__()
        if each.__module__.startswith(("truenorth.domains.", "truenorth.edges.")):
            modules[each.__name__].add(each.__module__)

    assert {name: sorted(found) for name, found in modules.items() if len(found) > 1} == {}
