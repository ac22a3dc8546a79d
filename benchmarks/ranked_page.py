"""The ranked list at 2,000 candidates in a real browser: frame times while it is scrolled and filtered.

Only prints. The peer is the frame itself: at 60 Hz one takes 16.7 ms, so that times come in whole ticks of that, and
two ticks (33.3 ms) are one frame missed. A script scrolls from frame to frame, and a wheel turns as a hand turns it.
"""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from _peers import REPOSITORY

sys.path.insert(0, str(REPOSITORY))
LIMIT = 33.0
SPEEDS = (
    ("scrolling, a row a frame", 6, 44),
    ("scrolling, three rows a frame", 8, 132),
    ("flinging, a page a frame", 5, 900),
)
TICK = 1_000 / 60
NOTCHES, NOTCH_PIXELS, NOTCH_MS = 100, 120, 40
PASSWORD = "a plain long password"  # noqa: S105 - of a data folder that lives for a minute
COUNT_FRAMES = """() => {
  window.frames_ = [];
  let last = performance.now();
  const tick = now => { window.frames_.push(now - last); last = now; requestAnimationFrame(tick); };
  requestAnimationFrame(now => { last = now; requestAnimationFrame(tick); });
}"""
TAKE_FRAMES = "() => window.frames_.splice(0)"
SCROLL = """async ([seconds, pixels]) => {
  const end = performance.now() + seconds * 1000;
  let way = 1;
  await new Promise(done => {
    const step = now => {
      window.scrollBy(0, way * pixels);
      const rest = document.documentElement.scrollHeight - window.innerHeight - window.scrollY;
      if (rest < 2) way = -1; else if (window.scrollY < 2) way = 1;
      if (now < end) requestAnimationFrame(step); else done(null);
    };
    requestAnimationFrame(step);
  });
}"""


def p95(frames: list[float]) -> float:
    return sorted(frames)[max(0, round(0.95 * len(frames)) - 1)]


def say(name: str, frames: list[float]) -> bool:
    value = p95(frames)
    mean = sum(frames) / len(frames)
    missed = sum(frame > 1.5 * TICK for frame in frames) / len(frames)
    times = f"mean {mean:6.2f} ms   p95 {value:6.2f} ms   max {max(frames):7.2f} ms"
    print(f"{name:32} {times}   {missed:6.1%} of {len(frames)} frames missed one")
    return value <= LIMIT


def turn_the_wheel(page: Any) -> list[float]:  # noqa: ANN401 - playwright's page, imported late
    page.evaluate("() => window.scrollTo(0, 0)")
    page.mouse.move(720, 600)
    page.wait_for_timeout(500)
    page.evaluate(TAKE_FRAMES)
    for notch in range(NOTCHES):
        page.mouse.wheel(0, NOTCH_PIXELS if notch < 0.7 * NOTCHES else -NOTCH_PIXELS)
        page.wait_for_timeout(NOTCH_MS)
    return list(page.evaluate(TAKE_FRAMES))


def measure(page: Any) -> bool:  # noqa: ANN401 - playwright's page, imported late
    page.get_by_role("table", name="Ranked candidates").wait_for()
    page.wait_for_timeout(1_500)
    page.evaluate(COUNT_FRAMES)
    good = True
    for name, seconds, pixels in SPEEDS:
        page.evaluate(TAKE_FRAMES)
        page.evaluate(SCROLL, [seconds, pixels])
        good &= say(name, page.evaluate(TAKE_FRAMES))
    good &= say("turning the wheel", turn_the_wheel(page))
    page.evaluate("() => window.scrollTo(0, 0)")
    page.wait_for_timeout(500)
    search = page.get_by_role("searchbox", name="Search candidates")
    page.evaluate(TAKE_FRAMES)
    for word in ("idea 7", "idea 123", ""):
        search.press("Control+a")
        search.press_sequentially(word, delay=60) if word else search.press("Delete")
        page.wait_for_timeout(700)
    return good & say("filtering, typed and cleared", page.evaluate(TAKE_FRAMES))


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="truenorth-bench-") as folder:
        run(Path(folder))


def run(folder: Path) -> None:
    os.environ |= {"TRUENORTH_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "truenorth.config.settings"}
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    import ranked_list

    from truenorth.domains.workspace.models import User

    path, _ = ranked_list.build()
    olga = User.objects.get(name="Olga")
    olga.set_password(PASSWORD)
    olga.save()
    look(folder, olga.email, path)


def look(data: Path, email: str, path: str) -> None:
    from playwright.sync_api import sync_playwright
    from tests.running import running
    from tools.browser import find_chromium

    with running(data) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1440, "height": 900}, base_url=f"http://127.0.0.1:{server.port}")
        page.goto("/")
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/w/**")
        slug = page.url.split("/w/")[1].split("/")[0]
        page.goto(f"/w/{slug}/prioritization/scoring-rounds/{path.rsplit('/', 1)[1]}")
        print("every frame in time" if measure(page) else f"some frames took more than {LIMIT:.0f} ms")
        browser.close()


if __name__ == "__main__":
    main()
