"""A page of a real server in a real browser, and how long its frames take.

The peer is the frame itself: at 60 Hz one takes 16.7 ms, so that times come in whole ticks of that, and two ticks
(33.3 ms) are one frame missed.
"""

import os
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

LIMIT = 33.0
SIZE = {"width": 1440, "height": 900}
COUNT_FRAMES = """() => {
  window.frames_ = [];
  let last = performance.now();
  const tick = now => { window.frames_.push(now - last); last = now; requestAnimationFrame(tick); };
  requestAnimationFrame(now => { last = now; requestAnimationFrame(tick); });
}"""
TAKE_FRAMES = "() => window.frames_.splice(0)"


def begin(folder: Path) -> None:
    """An empty installation on this data folder, in this process."""
    os.environ |= {"TRUENORTH_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "truenorth.config.settings"}
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


@contextmanager
def signed_in(data: Path, email: str, password: str) -> Iterator["Page"]:
    """The page that a browser shows to who has just signed in."""
    from playwright.sync_api import sync_playwright
    from tests.running import running
    from tools.browser import find_chromium

    with running(data) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport=SIZE, base_url=f"http://127.0.0.1:{server.port}")
        page.goto("/")
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/w/**")
        yield page
        browser.close()


def count_frames(page: "Page") -> None:
    """From here on, until another page is loaded."""
    page.evaluate(COUNT_FRAMES)


def take_frames(page: "Page") -> list[float]:
    """The milliseconds of each frame since they were last taken."""
    return list(page.evaluate(TAKE_FRAMES))


def say(name: str, frames: list[float]) -> bool:
    """Print the times; whether they are within the limit at the 95th percentile."""
    p95 = sorted(frames)[max(0, round(0.95 * len(frames)) - 1)]
    missed = sum(frame > LIMIT for frame in frames) / len(frames)
    middle, mean = statistics.median(frames), statistics.fmean(frames)
    times = f"p50 {middle:6.2f} ms   mean {mean:6.2f} ms   p95 {p95:6.2f} ms   max {max(frames):7.2f} ms"
    print(f"{name:40} {times}   {missed:6.1%} of {len(frames)} frames over {LIMIT:.0f} ms")
    return p95 <= LIMIT


def conclude(*, is_good: bool) -> None:
    print(f"every p95 within {LIMIT:.0f} ms" if is_good else f"not every p95 within {LIMIT:.0f} ms")
