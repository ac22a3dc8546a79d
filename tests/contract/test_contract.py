from pathlib import Path

from truenorth.config.contract import render_contract

CONTRACT = Path(__file__).parents[2] / "contract/openapi.json"


def test_the_committed_contract_is_the_one_the_routes_make() -> None:
    assert CONTRACT.read_text() == render_contract(), "run `make contract` and commit the result"
