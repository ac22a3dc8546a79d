"""The contract knows a schema by its name alone, so two of one name would hide each other."""

from collections import defaultdict

from ninja import Schema

import truenorth.config.api  # noqa: F401 - brings every domain's schemas in


def test_no_two_schemas_share_a_name() -> None:
    modules: dict[str, set[str]] = defaultdict(set)
    waiting: list[type] = [Schema]
    while waiting:
        schema = waiting.pop()
        waiting += schema.__subclasses__()
        if schema.__module__.startswith("truenorth."):
            modules[schema.__name__].add(schema.__module__)

    assert {name: sorted(found) for name, found in modules.items() if len(found) > 1} == {}
