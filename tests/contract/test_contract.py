from collections import defaultdict
from pathlib import Path

from ninja import Schema

from truenorth.config.api import api
from truenorth.config.contract import render_contract

CONTRACT = Path(__file__).parents[2] / "contract/openapi.json"


def test_the_committed_contract_is_the_one_the_routes_make() -> None:
    assert CONTRACT.read_text() == render_contract(), "run `make contract` and commit the result"


def test_every_shape_has_a_name_of_its_own() -> None:
    """The contract keeps one shape for each name: of two that share it, one would be told wrongly."""
    named = api.get_openapi_schema()["components"]["schemas"]
    places: dict[str, set[str]] = defaultdict(set)
    for shape in _shapes(Schema):
        if shape.__name__ in named and "[" not in shape.__name__:
            places[shape.__name__].add(shape.__module__)

    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def _shapes(base: type[Schema]) -> list[type[Schema]]:
    return [each for child in base.__subclasses__() for each in (child, *_shapes(child))]
