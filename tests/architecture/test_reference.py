import pytest
from tools.reference import FOLDER, PAGES, refusals


@pytest.mark.parametrize("page", PAGES)
def test_the_reference_says_what_the_code_does(page: str) -> None:
    assert (FOLDER / page).read_text() == PAGES[page](), "run `make contract` and commit the result"


def test_every_error_code_is_one_refusal() -> None:
    owners: dict[str, set[str]] = {}
    for refusal in refusals():
        if "code" in vars(refusal):
            owners.setdefault(refusal.code, set()).add(f"{refusal.__module__}.{refusal.__name__}")

    assert {code: names for code, names in owners.items() if len(names) > 1} == {}
