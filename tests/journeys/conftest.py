"""A person's browser: real Chromium on the built page, served by a real server on a data folder of its own."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Response, sync_playwright
from tools.browser import HOW_TO_INSTALL, find_chromium

from tests.migrated import migrated_folder
from tests.running import RunningServer, running

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = Path(__file__).parent / "screenshots"
AXE = ROOT / "web/node_modules/axe-core/axe.min.js"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--force-color-profile=srgb",
]
DESKTOP = {"width": 1440, "height": 900}
TELLS_OF_AN_ANSWER = "Failed to load resource"  # every 4xx is told so; what matters of it is checked on the response


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("journey")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = find_chromium()
    if chromium is None:
        pytest.fail(HOW_TO_INSTALL)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    if not (ROOT / "src/truenorth/page/index.html").exists():
        pytest.fail("The page is not built: run `make install`.")
    with running(migrated_folder(tmp_path_factory.mktemp("journey"))) as started:
        yield started


@pytest.fixture
def new_page(browser: Browser, server: RunningServer) -> Iterator[Callable[..., Page]]:
    """Another person's browser: `new_page()`; keyword arguments go to the browser context."""
    faults: list[str] = []
    contexts = []

    def open_page(**options: Any) -> Page:
        options = {"viewport": DESKTOP, "reduced_motion": "reduce", "color_scheme": "light"} | options
        context = browser.new_context(base_url=f"http://127.0.0.1:{server.port}", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        _note_faults(page, faults)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


@pytest.fixture
def screenshot(request: pytest.FixtureRequest) -> Callable[[Page, str], Path]:
    """Save what the page shows under the test's name; someone looks at it."""
    test = re.sub(r"\W+", "-", request.node.name.removeprefix("test_")).strip("-").replace("_", "-")

    def save(page: Page, name: str) -> Path:
        SCREENSHOTS.mkdir(exist_ok=True)
        path = SCREENSHOTS / f"{test}--{name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return save


def accessibility_faults(page: Page) -> list[str]:
    """What axe finds wrong on the page as it stands, as `rule: first place`."""
    if not AXE.exists():
        pytest.fail("axe-core is not installed: run `make test`, or `python hatch_build.py packages`.")
    page.evaluate(AXE.read_text())  # evaluated, not added as a tag: the page's own policy refuses inline scripts
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in cast("list[Any]", found["violations"])]


def _note_faults(page: Page, faults: list[str]) -> None:
    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(TELLS_OF_AN_ANSWER):
            faults.append(f"console: {message.text}")

    def on_error(error: Error) -> None:
        faults.append(f"page: {error.message}")

    def on_response(response: Response) -> None:
        if response.status >= 500:
            faults.append(f"{response.status}: {response.request.method} {response.url}")

    page.on("console", on_console)
    page.on("pageerror", on_error)
    page.on("response", on_response)
