"""An experiment from its size to its conclusion: planned, read in several ways, refused as a win, and closed."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Locator, Page, StorageState, expect

from tests.journeys.conftest import accessibility_faults
from tests.journeys.steps import Shot, ask, dialog, found_a_workspace
from tests.running import RunningServer

expect.set_options(timeout=15_000)
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def olga(browser: Browser, server: RunningServer) -> StorageState:
    """Who founded the workspace, signed in."""
    context = browser.new_context(base_url=f"http://127.0.0.1:{server.port}", reduced_motion="reduce")
    found_a_workspace(context.new_page())
    state = context.storage_state()
    context.close()
    return state


def write_results(path: Path, *, share_treated: float) -> Path:
    """Completion rises by 15 % of what it is, staying does not move; the channel decides who stays."""
    random = np.random.default_rng(11)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["user", "variant", "channel", "completed", "stayed"])
        for user in range(8_000):
            is_treated = random.random() < share_treated
            channel = "invited" if random.random() < 0.3 else "search"
            done = int(random.random() < (0.46 if is_treated else 0.40))
            stayed = int(random.random() < (0.4 if channel == "invited" else 0.12))
            writer.writerow([user, "tour" if is_treated else "control", channel, done, stayed])
    return path


def plan_size(page: Page) -> None:
    """Both methods' users and days, before there is anything to read."""
    page.get_by_label("Rate today, %").fill("40")
    page.get_by_label("Users a day").fill("1500")
    page.get_by_text("Variants, error rates, number of metrics").click()
    page.get_by_label("Guardrails").fill("0")
    sizes = page.get_by_role("table", name="Users and days by method")
    expect(sizes.get_by_role("row", name="Fixed")).to_contain_text("9,490")
    expect(sizes.get_by_role("row", name="Fixed").get_by_role("cell").nth(2)).to_have_text("13")
    expect(sizes.get_by_role("row", name="Sequential").get_by_role("cell").nth(2)).to_have_text("27")
    page.get_by_label("Rate today, %").fill("140")
    expect(page.get_by_text("baseline must lie between 0 and 1")).to_be_visible()


def say_metrics_and_split(box: Locator) -> None:
    """What a file cannot say by itself: a split for three is refused by name, then both fields are read."""
    box.get_by_text("Metrics with a covariate, ratios, planned split").click()
    split = box.get_by_label("Planned split")
    split.fill("1,1,1")
    split.blur()
    expect(box.get_by_text("holds 3 numbers for 2 arms")).to_be_visible()
    split.fill("50,50")
    split.blur()
    expect(box.get_by_text("holds 3 numbers for 2 arms")).to_be_hidden()
    metrics = box.get_by_label("Metrics", exact=True)
    metrics.fill("completed:proportion")
    metrics.blur()
    expect(box.get_by_text("Not read as metrics: stayed")).to_be_visible()
    metrics.fill("completed:proportion, stayed")
    metrics.blur()
    expect(box.get_by_text("Not read as metrics")).to_be_hidden()


def export(page: Page) -> None:
    """Every number of the readout, as a file."""
    with page.expect_download() as started:
        page.get_by_role("region", name="Readout").get_by_role("button", name="CSV").click()
    with Path(started.value.path()).open(newline="") as file:
        rows = {row["metric"]: row for row in csv.DictReader(file)}
    assert {name: row["verdict"] for name, row in rows.items()} == {"completed": "better", "stayed": "undecided"}
    assert (rows["stayed"]["role"], rows["stayed"]["variant"], rows["stayed"]["margin"]) == (
        "long_term",
        "tour",
        "0.05",
    )
    assert float(rows["completed"]["low"]) < float(rows["completed"]["effect_relative"])


def upload(page: Page, file: Path, say: Callable[[Locator], None] | None = None) -> None:
    page.get_by_role("button", name="results").first.click()
    box = dialog(page)
    box.locator("input[type=file]").set_input_files(str(file))
    box.get_by_label("Control", exact=True).select_option("control")
    box.get_by_label("channel", exact=True).check()
    expect(box.get_by_label("channel", exact=True)).to_be_checked()
    if say:
        say(box)
    with page.expect_response(lambda answer: "/imports/experiment" in answer.url):
        box.get_by_role("button", name="Keep results").click()
    expect(box).to_be_hidden()


def look_around(page: Page, shot: Shot) -> None:
    """The switches are in the address, and what rules is said while they are turned."""
    readout = page.get_by_role("region", name="Readout")
    readout.get_by_text("Absolute", exact=True).click()
    expect(readout.get_by_text("points").first).to_be_visible()
    readout.get_by_text("Bayesian", exact=True).click()
    expect(readout.get_by_text("chance to win").first).to_be_visible()
    expect(readout.get_by_role("radiogroup", name="CUPED")).to_have_attribute("aria-disabled", "true")
    expect(readout.get_by_text("CUPED: needs a covariate")).to_be_visible()
    readout.get_by_label("Segment").select_option("channel")
    expect(readout.get_by_role("rowheader", name="invited")).to_have_count(2)
    assert all(part in page.url for part in ("effect=absolute", "method=bayesian", "segment=channel"))
    page.reload()
    expect(readout.get_by_role("radio", name="Bayesian")).to_be_checked()
    expect(readout.get_by_role("rowheader", name="search")).to_have_count(2)
    shot(page, "2-absolute-bayesian-by-channel")
    readout.get_by_role("button", name="Back to what counts").click()
    expect(readout.get_by_role("radio", name="Sequential")).to_be_checked()
    readout.get_by_label("Segment").select_option("")
    assert "?" not in page.url


def be_refused(page: Page, experiment: str) -> None:
    """Neither the page nor the server calls it a win while staying is undecided."""
    conclusion = page.get_by_role("region", name="Conclusion")
    expect(conclusion.get_by_role("radio", name="Close as a win")).to_be_disabled()
    expect(conclusion.get_by_text("Not a win. Completed is better, but stayed is undecided")).to_be_visible()
    path = f"/api/experiments/experiments/{experiment}"
    version = ask(page, "GET", path)["version"]
    with pytest.raises(Exception, match=r"experiments\.not_shown"):
        ask(page, "POST", f"{path}/conclude", {"version": version, "outcome": "win"})


def close(page: Page, verb: str, outcome: str) -> None:
    conclusion = page.get_by_role("region", name="Conclusion")
    conclusion.get_by_role("radio", name=verb).check()
    conclusion.get_by_label("Reason").fill("Who arrives decides who stays.")
    conclusion.get_by_role("button", name="Record conclusion").click()
    expect(conclusion.get_by_text(outcome, exact=True)).to_be_visible()
    expect(conclusion.get_by_text("Who arrives decides who stays.")).to_be_visible()


def widen_margin(page: Page) -> None:
    page.get_by_role("button", name="change the margin of stayed").click()
    page.get_by_label("Margin, % of the control").fill("60")
    page.get_by_role("button", name="Save margin").click()
    expect(page.get_by_role("region", name="Verdict").get_by_text("A win", exact=True)).to_be_visible()


def plan_what_was_not_planned(page: Page) -> None:
    """Results that nobody planned for say so, and are judged once somebody did."""
    verdict = page.get_by_role("region", name="Verdict")
    expect(verdict.get_by_text("No metric is planned", exact=True)).to_be_visible()
    verdict.get_by_role("button", name="Plan these metrics").click()
    roles = dialog(page).get_by_label("Role")
    roles.nth(0).select_option("primary")
    roles.nth(1).select_option("long_term")
    dialog(page).get_by_label("Margin, %").nth(1).fill("5")
    dialog(page).get_by_role("button", name="Save metrics").click()
    expect(verdict.get_by_text("Not a win", exact=True)).to_be_visible()


def plan_metrics(page: Page, experiment: str) -> None:
    metrics = [
        {"name": "completed", "role": "primary"},
        {"name": "stayed", "role": "long_term", "margin": 0.05},
    ]
    ask(page, "PUT", f"/api/experiments/experiments/{experiment}/metrics", {"metrics": metrics})


def test_an_undecided_guardrail_keeps_a_rise_from_being_a_win(
    new_page: Callable[..., Page], olga: StorageState, screenshot: Shot, tmp_path: Path
) -> None:
    page = new_page(storage_state=olga)
    page.goto("/w/tidewater/experiments/experiments")
    experiment = str(ask(page, "POST", "/api/experiments/experiments", {"title": "Tour against tutorial"})["id"])
    page.goto(f"/w/tidewater/experiments/experiments/{experiment}")
    plan_size(page)
    upload(page, write_results(tmp_path / "results.csv", share_treated=0.5), say_metrics_and_split)

    plan_what_was_not_planned(page)
    readout = page.get_by_role("region", name="Readout")
    expect(readout.get_by_role("row", name="Stayed")).to_contain_text("Not safe")
    expect(readout.get_by_text("Undecided, not safe:")).to_be_visible()
    expect(readout.get_by_role("img", name="harm begins at \u22125.0")).to_be_visible()
    readout.get_by_text("How is this computed?", exact=True).click()
    expect(readout.get_by_text("Waudby-Smith").first).to_be_visible()
    assert accessibility_faults(page) == []
    screenshot(page, "1-not-a-win")
    export(page)
    look_around(page, screenshot)
    be_refused(page, experiment)
    close(page, "Close as inconclusive", "Inconclusive")
    page.get_by_role("button", name="Run it again").click()
    widen_margin(page)
    close(page, "Close as a win", "A win")


def test_a_split_that_is_off_allows_no_conclusion(
    new_page: Callable[..., Page], olga: StorageState, screenshot: Shot, tmp_path: Path
) -> None:
    page = new_page(storage_state=olga, viewport=PHONE, has_touch=True, color_scheme="dark")
    page.goto("/w/tidewater/experiments/experiments")
    experiment = str(ask(page, "POST", "/api/experiments/experiments", {"title": "Lopsided"})["id"])
    plan_metrics(page, experiment)
    page.goto(f"/w/tidewater/experiments/experiments/{experiment}")
    upload(page, write_results(tmp_path / "lopsided.csv", share_treated=0.6))

    verdict = page.get_by_role("region", name="Verdict")
    expect(verdict.get_by_text("The split is off")).to_be_visible()
    expect(verdict.get_by_role("row", name="control")).to_contain_text("4,000")
    expect(verdict.get_by_text("p < 0.001")).to_be_visible()
    expect(verdict.get_by_text("What to check")).to_be_visible()
    conclusion = page.get_by_role("region", name="Conclusion")
    expect(conclusion.get_by_role("radio", name="Close as a win")).to_be_disabled()
    expect(conclusion.get_by_role("radio", name="Close as no win")).to_be_disabled()
    expect(page.get_by_role("row", name="Stayed")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert accessibility_faults(page) == []
    screenshot(page, "phone")

    verdict.get_by_role("button", name="Correct the planned split").click()
    dialog(page).get_by_label("control", exact=True).fill("4")
    dialog(page).get_by_label("tour", exact=True).fill("6")
    dialog(page).get_by_role("button", name="Save split").click()
    expect(verdict.get_by_text("Not a win", exact=True)).to_be_visible()
    page.get_by_role("row", name="Stayed").scroll_into_view_if_needed()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
