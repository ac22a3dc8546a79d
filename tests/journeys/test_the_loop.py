"""The whole loop by hand: from a customer's words to a measured, calibrated outcome, told in a Pulse."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import accessibility_faults
from tests.journeys.steps import Shot, ask, dialog, found_a_workspace, invite

expect.set_options(timeout=15_000)
TRANSCRIPT = """Ines: You signed up on Monday. Could you show me how you began?
Nora: It opened with a tutorial and I closed it. I always close those.
Observer: Closes the tutorial at its first step and opens the client list.
Nora: I copied our forty-one clients over by hand. It took me until lunch.
"""


def open_step(page: Page, step: str, choice: str) -> None:
    """A step of the chain strip, and what its popover offers."""
    page.get_by_role("button", name=step).first.click()
    page.get_by_role("button", name=choice).click()


def create(page: Page, button: str, title: str, fields: dict[str, str] | None = None) -> None:
    """Fill a create dialog that is open, and wait for the record's page."""
    box = dialog(page)
    box.get_by_label("Title").fill(title)
    for label, value in (fields or {}).items():
        box.get_by_label(label, exact=True).fill(value)
    box.get_by_role("button", name=button).click()
    expect(page.get_by_role("heading", name=title, level=1, exact=True)).to_be_visible()


def mark(page: Page, words: str, key: str) -> None:
    """Draw over a turn's words with the mouse and mark them with a key."""
    turn = page.locator("[data-turn]").filter(has_text=words)
    turn.scroll_into_view_if_needed()
    box = turn.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 1, box["y"] + 6)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] - 6, steps=4)
    page.mouse.up()
    expect(page.get_by_label("Mark what is selected")).to_be_visible()
    page.keyboard.press(key)
    expect(turn.locator("mark, [data-mark]").first).to_be_visible()


def write_results(path: Path) -> Path:
    """A file with Cookie Cats' columns: completion rises, staying does not move."""
    random = np.random.default_rng(5)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["userid", "version", "sum_gamerounds", "retention_1", "retention_7"])
        for user in range(6_000):
            is_treated = user % 2 == 1
            early = random.random() < (0.46 if is_treated else 0.40)
            late = random.random() < 0.20
            version = "gate_40" if is_treated else "gate_30"
            rounds = int(random.poisson(50))
            writer.writerow([user, version, rounds, str(bool(early)).upper(), str(bool(late)).upper()])
    return path


def score_in_a_browser(page: Page, round_id: str, numbers: tuple[int, int, int, int]) -> None:
    """Every candidate of the round by one member: the first gets these numbers, the others small ones."""
    page.goto(f"/w/tidewater/prioritization/scoring-rounds/{round_id}")
    columns = ("User value", "Business value", "Risk reduction", "Effort")
    for title, values in (("Guided tour", numbers), ("CRM button", (2, 3, 1, 8))):
        for column, value in zip(columns, values, strict=True):
            step = page.get_by_role("button", name=f"{column} of {title}: {value}", exact=True)
            step.click()
            expect(step).to_have_attribute("aria-pressed", "true")


def decide(page: Page, verdict: str, reason: str, words: str) -> None:
    page.get_by_role("button", name="Record decision").first.click()
    box = dialog(page)
    box.get_by_text(verdict, exact=True).click()
    box.get_by_label("Reason").select_option(reason)
    box.get_by_label("In words").fill(words)
    box.get_by_role("button", name="Record decision").click()
    expect(box).to_be_hidden()


def next_step(page: Page, choice: str, *, reason: str = "") -> None:
    page.get_by_role("button", name="Next step").click()
    page.get_by_role("menuitem", name=choice).click()
    if reason:
        dialog(page).get_by_label("Reason").fill(reason)
        dialog(page).get_by_role("button", name=choice).click()
        expect(dialog(page)).to_be_hidden()


@pytest.fixture
def key_result(page: Page) -> str:
    """The workspace and the goal that the loop serves."""
    found_a_workspace(page)
    today = datetime.now(UTC).date()
    cycle = ask(
        page,
        "POST",
        "/api/strategy/cycles",
        {"title": "This half", "starts_on": str(today - timedelta(30)), "ends_on": str(today + timedelta(150))},
    )
    objective = ask(page, "POST", "/api/strategy/objectives", {"title": "New teams stay", "cycle_id": cycle["id"]})
    made = ask(
        page,
        "POST",
        "/api/strategy/key-results",
        {
            "title": "Active after 30 days",
            "objective_id": objective["id"],
            "baseline": 20,
            "target": 26,
            "unit": "%",
        },
    )
    return str(made["id"])


def plan_metrics(page: Page) -> None:
    """Say before the results come in what the test is for."""
    page.get_by_role("button", name="Plan metrics").click()
    box = dialog(page)
    box.get_by_role("textbox", name="Metric").fill("retention_1")
    box.get_by_role("button", name="Add a metric").click()
    box.get_by_role("textbox", name="Metric").nth(1).fill("retention_7")
    box.get_by_label("Role", exact=True).nth(1).select_option("long_term")
    box.get_by_label("Margin, %", exact=True).nth(1).fill("5")
    box.get_by_role("button", name="Save metrics").click()
    expect(box).to_be_hidden()


def listen(page: Page, shot: Shot) -> None:
    """Transcript → highlights → insight."""
    page.goto("/w/tidewater/discovery/documents")
    page.get_by_role("button", name="New document").first.click()
    dialog(page).get_by_label("Transcript", exact=True).fill(TRANSCRIPT)
    dialog(page).get_by_label("Title").fill("Field session, Marlow Studio")
    dialog(page).get_by_role("button", name="Create document").click()
    expect(page.get_by_role("heading", name="Field session, Marlow Studio", level=1)).to_be_visible()
    mark(page, "Closes the tutorial at its first step", "d")
    seen = page.locator("[data-turn] mark").first
    expect(seen).to_have_text("Closes the tutorial at its first step and opens the client list.")
    mark(page, "I copied our forty-one clients", "s")
    expect(page.get_by_role("button", name="Create insight from all")).to_be_visible()
    shot(page, "1-transcript")
    page.get_by_role("button", name="Create insight from all").click()
    dialog(page).get_by_label("What they add up to").fill("People who succeed skip the tutorial")
    dialog(page).get_by_role("button", name="Create insight").click()
    page.get_by_role("button", name="Open", exact=True).click()
    expect(page.get_by_role("heading", name="People who succeed skip the tutorial", level=1)).to_be_visible()


def bet(page: Page, key_result: str) -> str:
    """Insight → opportunity → hypothesis → initiative, each from the strip of the one before."""
    open_step(page, "Opportunity", "New opportunity")
    create(page, "Create opportunity", "Help new teams reach their own first invoice")
    open_step(page, "Hypothesis", "New hypothesis")
    create(
        page,
        "Create hypothesis",
        "A guided tour makes new teams stay",
        {"Metric": "Active after 30 days", "Threshold": "22"},
    )
    open_step(page, "Initiative", "New initiative")
    create(page, "Create initiative", "Guided tour")
    initiative = page.url.rsplit("/", 1)[1].split("?")[0]
    ask(page, "POST", "/api/graph/links", {"kind": "contributes_to", "source": initiative, "target": key_result})
    return initiative


def score(page: Page, colleagues: list[Page], ids: list[str], shot: Shot) -> None:
    """Three members score two candidates, private until revealed."""
    page.goto("/w/tidewater/prioritization/scoring-rounds")
    page.get_by_role("button", name="New scoring round").first.click()
    create(page, "Create scoring round", "What to bet on")
    round_id = page.url.rsplit("/", 1)[1].split("?")[0]
    ask(
        page,
        "POST",
        f"/api/prioritization/scoring-rounds/{round_id}/candidates",
        {"ids": ids},
    )
    score_in_a_browser(page, round_id, (13, 8, 5, 3))
    for colleague, numbers in zip(colleagues, ((8, 5, 5, 5), (13, 5, 3, 3)), strict=True):
        score_in_a_browser(colleague, round_id, numbers)
    shot(colleagues[1], "2-scoring")
    page.reload()
    page.get_by_role("button", name="Reveal").click()
    dialog(page).get_by_role("button", name="Reveal").click()
    expect(page.get_by_role("heading", name="Ranked")).to_be_visible()
    shot(page, "3-ranked")


def decide_both(page: Page, initiative: str, crm: str) -> None:
    """A yes and a no; the yes is committed and put on the board."""
    page.goto(f"/w/tidewater/roadmap/initiatives/{crm}")
    decide(page, "No", "weak_evidence", "Nobody was seen needing it.")
    page.goto(f"/w/tidewater/roadmap/initiatives/{initiative}")
    decide(page, "Yes", "strong_evidence", "It serves what we watched people fail at.")
    expect(page.get_by_text("Committed").first).to_be_visible()


def place(page: Page, initiative: str, shot: Shot) -> None:
    """Onto the board, then into building."""
    page.goto("/w/tidewater/roadmap/board")
    page.get_by_role("button", name="Move Guided tour").click()
    page.get_by_role("menuitem", name="Move to Later").click()
    dialog(page).get_by_label("Why").fill("After the billing work.")
    with page.expect_response(lambda answer: answer.url.endswith("/move")) as moved:
        dialog(page).get_by_role("button", name="Move", exact=True).click()
    assert moved.value.ok
    page.reload()
    expect(page.get_by_text("Off the board")).to_be_visible()
    card = page.get_by_role("link", name="Guided tour").first
    expect(card).to_be_visible()
    shot(page, "4-board")
    page.goto(f"/w/tidewater/roadmap/initiatives/{initiative}")
    next_step(page, "Start building")


def predict(page: Page, initiative: str) -> str:
    """What is expected, said before it is tested."""
    today = datetime.now(UTC).date()
    prediction = ask(
        page,
        "POST",
        "/api/calibration/predictions",
        {
            "title": "The tour lifts week-one retention",
            "subject_id": initiative,
            "resolve_by": str(today + timedelta(30)),
            "probability": 0.6,
        },
    )
    return str(prediction["id"])


def read_experiment(page: Page, initiative: str, results: Path, shot: Shot) -> None:
    """The experiment is planned from the hypothesis, and its file read in the browser."""
    page.goto(f"/w/tidewater/roadmap/initiatives/{initiative}")
    page.get_by_role("link", name="A guided tour makes new teams stay").first.click()
    expect(page.get_by_role("heading", name="A guided tour makes new teams stay", level=1, exact=True)).to_be_visible()
    open_step(page, "Experiment", "New experiment")
    create(page, "Create experiment", "Tour against tutorial")
    plan_metrics(page)
    page.get_by_role("button", name="Upload results").click()
    dialog(page).locator("input[type=file]").set_input_files(str(results))
    dialog(page).get_by_label("Control").select_option("gate_30")
    expect(dialog(page).get_by_role("heading", name="Not a win")).to_be_visible()
    dialog(page).get_by_role("button", name="Keep results").click()
    expect(dialog(page)).to_be_hidden()
    verdict = page.get_by_role("region", name="Verdict")
    expect(verdict.get_by_text("Retention 1 is better, but retention 7 is undecided")).to_be_visible()
    expect(page.get_by_role("radio", name="Close as a win")).to_be_disabled()
    shot(page, "5-readout")
    assert accessibility_faults(page) == []


def redirect(page: Page, initiative: str, shot: Shot) -> None:
    """Closing as a win is refused with the reason; the redirect is recorded."""
    page.goto(f"/w/tidewater/roadmap/initiatives/{initiative}")
    next_step(page, "Mark as shipped")
    expect(page.get_by_text("Shipped").first).to_be_visible()
    page.get_by_role("button", name="Next step").click()
    page.get_by_role("menuitem", name="Close as a win").click()
    expect(dialog(page).get_by_text("This cannot be called a win yet.")).to_be_visible()
    shot(page, "6-refused")
    dialog(page).get_by_role("button", name="Close as a redirect instead").click()
    dialog(page).get_by_label("Reason").fill("Who arrives decides who stays: we go to acquisition targeting.")
    dialog(page).get_by_role("button", name="Close as a redirect", exact=True).click()
    expect(dialog(page)).to_be_hidden()


def settle(page: Page, prediction: str, key_result: str) -> None:
    """The prediction is resolved and the key result checked in."""
    page.goto(f"/w/tidewater/calibration/predictions/{prediction}")
    page.get_by_role("button", name="Resolve", exact=True).click()
    dialog(page).get_by_role("radio").nth(1).check()
    dialog(page).get_by_label("What shows it").fill("The interval still includes no effect.")
    dialog(page).get_by_role("button", name="Resolve for good").click()
    expect(dialog(page)).to_be_hidden()
    page.goto(f"/w/tidewater/strategy/key-results/{key_result}")
    page.get_by_role("button", name="Check in").first.click()
    dialog(page).get_by_label("Value now, %").fill("20.4")
    dialog(page).get_by_role("button", name="Check in").click()
    expect(dialog(page)).to_be_hidden()


def tell(page: Page, shot: Shot) -> None:
    """The Pulse tells everybody."""
    today = datetime.now(UTC).date()
    page.goto("/w/tidewater/pulse/pulses")
    page.get_by_role("button", name="New Pulse").first.click()
    create(page, "Create pulse", "Two weeks", {"From": str(today - timedelta(13)), "To": str(today)})
    page.get_by_role("button", name="Publish").first.click()
    dialog(page).get_by_role("button", name="Publish").click()
    expect(dialog(page)).to_be_hidden()
    expect(page.get_by_text("Published by Olga")).to_be_visible()
    expect(page.get_by_text("Closed as redirect: Guided tour")).to_be_visible()
    shot(page, "7-pulse")


def ask_why(page: Page, initiative: str, shot: Shot) -> None:
    """Why: every step is there."""
    page.goto(f"/w/tidewater/roadmap/initiatives/{initiative}")
    page.get_by_role("link", name="Why").or_(page.get_by_role("button", name="Why")).first.click()
    expect(page.get_by_text("Field session, Marlow Studio").first).to_be_visible()
    shot(page, "8-why")
    why = ask(page, "GET", f"/api/graph/{initiative}/why")
    met = {each["node"]["kind"] for each in [*why["upstream"], *why["downstream"]]}
    assert met >= {"document", "highlight", "insight", "opportunity", "hypothesis"}
    assert met >= {"decision", "experiment", "prediction", "key_result", "pulse"}
    chain = ask(page, "GET", f"/api/graph/nodes/{initiative}/chain")
    assert [step["step"] for step in chain if step["state"] == "hollow"] == []


def test_the_loop_by_hand(
    page: Page, new_page: Callable[..., Page], screenshot: Shot, tmp_path: Path, key_result: str
) -> None:
    colleagues = [invite(page, new_page, "Bob", "engineering"), invite(page, new_page, "Ines", "design")]

    listen(page, screenshot)
    initiative = bet(page, key_result)
    crm = str(ask(page, "POST", "/api/roadmap/initiatives", {"title": "CRM button"})["id"])
    score(page, colleagues, [initiative, crm], screenshot)
    decide_both(page, initiative, crm)
    place(page, initiative, screenshot)
    prediction = predict(page, initiative)
    read_experiment(page, initiative, write_results(tmp_path / "results.csv"), screenshot)
    redirect(page, initiative, screenshot)
    settle(page, prediction, key_result)
    tell(page, screenshot)

    ask_why(page, initiative, screenshot)
