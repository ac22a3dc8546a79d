from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.conftest import accessibility_faults

PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_the_first_visitor_is_asked_to_sign_up(
    new_page: Callable[..., Page], screenshot: Callable[[Page, str], Path], scheme: str, width: str
) -> None:
    page = new_page(color_scheme=scheme, **({"viewport": PHONE} if width == "phone" else {}))

    page.goto("/sign-up")
    page.get_by_label("E-mail").wait_for()

    screenshot(page, "sign-up")
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
