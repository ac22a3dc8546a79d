"""The ranked list at 2,000 candidates in a real browser: frame times while it is scrolled and filtered.

Only prints. A script scrolls from frame to frame, and a wheel turns as a hand turns it.
"""

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from _frames import begin, conclude, count_frames, say, signed_in, take_frames
from _peers import REPOSITORY

if TYPE_CHECKING:
    from playwright.sync_api import Page

sys.path.insert(0, str(REPOSITORY))
SPEEDS = (
    ("scrolling, a row a frame", 6, 44),
    ("scrolling, three rows a frame", 8, 132),
    ("flinging, a page a frame", 5, 900),
)
NOTCHES, NOTCH_PIXELS, NOTCH_MS = 100, 120, 40
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


def turn_the_wheel(page: "Page") -> list[float]:
    page.evaluate("() => window.scrollTo(0, 0)")
    page.mouse.move(720, 600)
    page.wait_for_timeout(500)
    take_frames(page)
    for notch in range(NOTCHES):
        page.mouse.wheel(0, NOTCH_PIXELS if notch < 0.7 * NOTCHES else -NOTCH_PIXELS)
        page.wait_for_timeout(NOTCH_MS)
    return take_frames(page)


def measure(page: "Page") -> bool:
    page.get_by_role("table", name="Ranked candidates").wait_for()
    page.wait_for_timeout(1_500)
    count_frames(page)
    good = True
    for name, seconds, pixels in SPEEDS:
        take_frames(page)
        page.evaluate(SCROLL, [seconds, pixels])
        good &= say(name, take_frames(page))
    good &= say("turning the wheel", turn_the_wheel(page))
    page.evaluate("() => window.scrollTo(0, 0)")
    page.wait_for_timeout(500)
    search = page.get_by_role("searchbox", name="Search candidates")
    take_frames(page)
    for word in ("idea 7", "idea 123", ""):
        search.press("Control+a")
        search.press_sequentially(word, delay=60) if word else search.press("Delete")
        page.wait_for_timeout(700)
    return good & say("filtering, typed and cleared", take_frames(page))


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="truenorth-bench-") as folder:
        begin(Path(folder))
        import ranked_list

        from truenorth.domains.workspace.factories import PASSWORD
        from truenorth.domains.workspace.models import User

        path, _ = ranked_list.build()
        with signed_in(Path(folder), User.objects.get(name="Olga").email, PASSWORD) as page:
            page.goto(f"/w/larkspur/prioritization/scoring-rounds/{path.rsplit('/', 1)[1]}")
            conclude(is_good=measure(page))


if __name__ == "__main__":
    main()
