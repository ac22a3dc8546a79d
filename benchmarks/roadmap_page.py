"""The roadmap of 300 initiatives in a real browser: frame times while a bar, and then a card, is dragged.

Only prints. The pointer is the browser's own and moves once a frame for five seconds, the bar over the rows of other
teams and the card over the three columns. Then it lets go: what waits for the bar follows, and the card stays.
"""

import math
import random
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from _frames import begin, conclude, count_frames, say, signed_in, take_frames
from _peers import REPOSITORY

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

sys.path.insert(0, str(REPOSITORY))
INITIATIVES, TEAMS, FOLLOWERS = 300, 6, 5
CHANCE_TO_WAIT = 0.7
SECONDS = 5.0
LEFT, TOP, RIGHT, BOTTOM = 560, 320, 1380, 840
"""What the pointer roams over: the bars and the columns, not what stands around them."""
LATER_PIXELS = 150
SHOWN_MS = 1_500


def build() -> str:
    """A workspace with all of them on the timeline and on the board, and most waiting for another; who signs in."""
    from truenorth.domains.graph.services import create_records
    from truenorth.domains.roadmap.models import Initiative
    from truenorth.domains.roadmap.services import add_dependency
    from truenorth.domains.workspace.factories import make_owner
    from truenorth.domains.workspace.services import create_team

    draw = random.Random(1)  # noqa: S311 - a benchmark's numbers
    olga = make_owner("Olga")
    teams = [create_team(actor=olga, name=f"Team {number + 1}").id for number in range(TEAMS)]
    rows = [
        _row(number, draw) | {"owner_id": olga.id, "team_id": teams[number % TEAMS]} for number in range(INITIATIVES)
    ]
    made = create_records(Initiative, actor=olga, rows=rows)
    waits = 0
    for number in range(1, INITIATIVES):
        is_follower = number <= FOLLOWERS
        if is_follower or draw.random() < CHANCE_TO_WAIT:
            blocker = 0 if is_follower else draw.randrange(max(0, number - 40), number)
            add_dependency(actor=olga, blocker_id=made[blocker].id, blocked_id=made[number].id)
            waits += 1
    print(f"{INITIATIVES} initiatives of {TEAMS} teams, {waits} dependencies")
    return str(olga.user.email)


def _row(number: int, draw: random.Random) -> dict[str, Any]:
    starts = date.today() + timedelta(days=2 * number - 20)  # noqa: DTZ011 - a day of whoever measures
    return {
        "title": f"Initiative {number}: what it is about, in a title of the usual length",
        "horizon": ("now", "next", "later")[number * 3 // INITIATIVES],
        "position": number,
        "starts_on": starts,
        "target_on": starts + timedelta(days=draw.randrange(14, 70)),
        "effort_weeks": float(draw.randrange(1, 10)),
        "confidence": draw.randrange(20, 100, 5),
    }


def drag(page: "Page", grip: "Locator") -> list[float]:
    """Take hold of something and roam with it; the frames from then on. The pointer stays down."""
    box = grip.bounding_box()
    if box is None:
        sys.exit("what is to be dragged is not on the page")
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(LEFT, TOP, steps=5)
    take_frames(page)
    began, moves = time.perf_counter(), 0
    while (passed := time.perf_counter() - began) < SECONDS:
        page.mouse.move(_roam(LEFT, RIGHT, passed / 2.3), _roam(TOP, BOTTOM, passed / 3.1))
        moves += 1
    frames = take_frames(page)
    print(f"{moves} moves of the pointer in {len(frames)} frames")
    return frames


def _roam(low: float, high: float, turns: float) -> float:
    return low + (high - low) * (1 - math.cos(2 * math.pi * turns)) / 2


def settle(page: "Page") -> list[float]:
    """Say why in the dialog that has opened; the frames until the page shows what became of it."""
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Why").fill("To see how long it takes")
    dialog.get_by_role("button", name="Move", exact=True).click()
    dialog.wait_for(state="hidden")
    page.wait_for_timeout(SHOWN_MS)
    return take_frames(page)


def measure_timeline(page: "Page") -> bool:
    page.goto("/w/larkspur/roadmap/timeline?by=team")
    bar = page.locator("[data-bar][title^='Initiative 0:']")
    bar.wait_for()
    page.wait_for_timeout(SHOWN_MS)
    count_frames(page)
    is_good = say("a bar dragged over other lanes", drag(page, bar))
    page.mouse.move(LEFT + LATER_PIXELS, TOP)
    page.mouse.up()
    page.get_by_text("that wait for it move along").wait_for()
    return is_good & say("let go, and what waits for it follows", settle(page))


def measure_board(page: "Page") -> bool:
    page.goto("/w/larkspur/roadmap/board")
    card = page.get_by_role("region", name="Now", exact=True).get_by_role("article").first
    card.wait_for()
    page.wait_for_timeout(SHOWN_MS)
    count_frames(page)
    is_good = say("a card dragged over the columns", drag(page, card))
    page.mouse.move((LEFT + RIGHT) / 2, BOTTOM)
    page.mouse.up()
    return is_good & say("let go, and it stays there", settle(page))


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="truenorth-bench-") as folder:
        begin(Path(folder))
        from truenorth.domains.workspace.factories import PASSWORD

        with signed_in(Path(folder), build(), PASSWORD) as page:
            conclude(is_good=measure_timeline(page) & measure_board(page))


if __name__ == "__main__":
    main()
