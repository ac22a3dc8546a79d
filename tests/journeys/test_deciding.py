"""People score together, column by column; the ranks follow live; a no waits for its trigger and speaks in public."""

import csv
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import accessibility_faults
from tests.journeys.steps import Shot, ask, dialog, found_a_workspace, invite

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
TITLES = ("Guided tour", "CRM button", "Import with preview")
COLUMNS = ("Value", "Risk", "Effort")
OLGA = {"Value": (13, 13, 8), "Risk": (8, 5, 8), "Effort": (3, 5, 3)}
BOB = {"Value": (2, 13, 8), "Risk": (8, 5, 8), "Effort": (5, 3, 5)}
INES = {"Value": (13, 20, 8), "Risk": (5, 5, 8), "Effort": (3, 5, 5)}
ROUNDS = "/w/tidewater/prioritization/scoring-rounds"
DECISIONS = "/w/tidewater/prioritization/decisions"
LETTER = """Hello Nora,

Thank you for asking us for this: “A CRM button, please”

On {day} we decided not to do it. So far too little speaks for it. Nobody was seen needing it.

By then we had been given one wish or opinion on it.

We look at it again when it has been asked for 3 times.

Kind regards
Olga
Tidewater"""
expect.set_options(timeout=15_000)


@pytest.fixture
def candidates(page: Page) -> list[str]:
    found_a_workspace(page)
    return [str(ask(page, "POST", "/api/roadmap/initiatives", {"title": title})["id"]) for title in TITLES]


def look(page: Page, shot: Shot, name: str) -> None:
    shot(page, name)
    assert accessibility_faults(page) == []


def create_round(page: Page, shot: Shot) -> str:
    """By a formula of one's own; what the server refuses of it stands at the field."""
    page.goto(ROUNDS)
    page.get_by_role("button", name="New scoring round").first.click()
    box = dialog(page)
    box.get_by_label("Title").fill("What comes first")
    box.get_by_label("Scored by").select_option("own")
    formula = box.get_by_label("Formula", exact=True)
    formula.fill("(value + risk) / effort + ruin(value)")
    box.get_by_label("One column at a time").check()
    box.get_by_label("Capacity, team-weeks").fill("9")
    box.get_by_role("button", name="Create scoring round").click()
    expect(box.get_by_role("alert")).to_contain_text("has no function 'ruin'")
    look(page, shot, "1-refused-formula")
    formula.fill("(value + risk) / effort")
    box.get_by_role("button", name="Create scoring round").click()
    expect(page.get_by_role("heading", name="What comes first", level=1)).to_be_visible()
    return page.url.rsplit("/", 1)[1].split("?")[0]


def fill_round(page: Page, shot: Shot) -> None:
    """Candidates from the roadmap, and who rates what."""
    page.get_by_role("button", name="Add candidates").first.click()
    for title in TITLES:
        dialog(page).get_by_role("option", name=title).click()
    dialog(page).get_by_role("button", name="Add to the round").click()
    expect(dialog(page)).to_be_hidden()
    page.get_by_role("button", name="Ask for scores").click()
    for name in ("Olga", "Bob", "Ines"):
        dialog(page).get_by_label(f"Ask {name}").check()
    look(page, shot, "2-raters")
    dialog(page).get_by_role("button", name="Ask for scores").click()
    expect(dialog(page)).to_be_hidden()
    expect(page.get_by_role("list", name="Raters").get_by_text("0 of", exact=False)).to_have_count(3)


def open_column(page: Page, column: str) -> None:
    page.get_by_role("button", name=f"Open: {column}").click()
    page.get_by_role("menuitem", name="Without a timer").click()


def score_column(page: Page, column: str, values: Sequence[int]) -> None:
    for title, value in zip(TITLES, values, strict=True):
        step = page.get_by_role("button", name=f"{column} of {title}: {value}", exact=True)
        expect(step).to_be_enabled()
        step.click()
        expect(step).to_have_attribute("aria-pressed", "true")


def score_on_the_phone(page: Page, round_id: str, column: str, values: Sequence[int], shot: Shot) -> None:
    """One candidate at a time. The connection goes in the middle, and comes back."""
    page.goto(f"{ROUNDS}/{round_id}/score")
    for number, (title, value) in enumerate(zip(TITLES, values, strict=True), 1):
        expect(page.get_by_role("heading", name=title)).to_be_visible()
        page.get_by_role("button", name=f"{column}: {value}", exact=True).tap()
        if column == "Value" and number == 2:
            look(page, shot, "4-phone")
            page.context.set_offline(True)
        page.get_by_role("button", name="Save and").tap()
    if column == "Value":
        expect(page.get_by_text("kept here").first).to_be_visible()
        page.context.set_offline(False)
        expect(page.get_by_text("kept here")).to_have_count(0)


def row_of(page: Page, title: str) -> Locator:
    return page.get_by_role("row").filter(has_text=title).first


def band_of(page: Page, title: str) -> str:
    band = row_of(page, title).get_by_role("img", name="Rank ").first
    return str(band.get_attribute("aria-label"))


def act(page: Page, title: str, choice: str) -> None:
    page.get_by_role("button", name=f"More about {title}").click()
    page.get_by_role("menuitem", name=choice).click()


def score_together(olga: Page, bob: Page, ines: Page, round_id: str, shot: Shot) -> None:
    """Three columns, each in its turn; the others' pages follow by themselves."""
    bob.goto(f"{ROUNDS}/{round_id}")
    expect(bob.get_by_role("listitem", name="Value")).to_contain_text("Waits")
    for column in COLUMNS:
        open_column(olga, column)
        score_column(olga, column, OLGA[column])
        score_column(bob, column, BOB[column])
        score_on_the_phone(ines, round_id, column, INES[column], shot)
        if column == "Value":
            look(bob, shot, "3-one-column")
            assert "13" not in bob.get_by_role("list", name="Columns").inner_text()
        olga.get_by_role("button", name=f"Reveal {column}").click()
        expect(bob.get_by_role("listitem", name=column)).to_contain_text("Revealed")
    expect(bob.get_by_role("heading", name="Ranked")).to_be_visible()


def settle_the_disagreement(olga: Page, bob: Page, shot: Shot) -> None:
    """The outlier is asked, explains, and the group votes again; the band moves in a browser that nobody touched."""
    expect(row_of(olga, "Guided tour").get_by_text("split")).to_be_visible()
    act(olga, "Guided tour", "Who gave what")
    olga.get_by_role("button", name="Ask Bob to explain").click()
    expect(olga.get_by_text("Asked Bob.", exact=False)).to_be_visible()
    look(olga, shot, "5-disagreement")
    inbox = ask(bob, "GET", "/api/home/inbox?state=open")["items"]
    assert "asked_to_explain" in [item["reason"] for item in inbox]

    act(bob, "Guided tour", "Who gave what")
    bob.get_by_role("textbox", name="Note").fill("I counted new teams only; old ones never see it.")
    bob.get_by_role("button", name="Add note").click()
    expect(olga.get_by_text("I counted new teams only", exact=False)).to_be_visible()
    before = row_of(bob, "Guided tour").get_by_text("±").inner_text(), band_of(bob, "Guided tour")

    value = olga.get_by_role("region", name="Value")
    value.get_by_role("button", name="Vote again").click()
    again = bob.get_by_role("button", name="Value of Guided tour, again: 13")
    expect(again).to_be_visible()
    again.click()
    expect(again).to_have_attribute("aria-pressed", "true")
    look(bob, shot, "6-vote-again")
    value.get_by_role("button", name="End the re-vote").click()
    expect(row_of(bob, "Guided tour").get_by_text("split")).to_have_count(0)
    expect(row_of(bob, "Guided tour").get_by_text(before[0])).to_have_count(0)
    after = band_of(bob, "Guided tour")
    assert after != before[1]
    look(bob, shot, "7-after-the-re-vote")
    bob.get_by_role("button", name="Close the panel").click()
    olga.get_by_role("button", name="Close the panel").click()


def compare(page: Page, shot: Shot) -> None:
    act(page, "Guided tour", "Why this order")
    panel = page.get_by_role("complementary", name="Why this order")
    expect(panel.get_by_text("Gap in score")).to_be_visible()
    expect(panel.get_by_text("comes before", exact=False)).to_be_visible()
    look(page, shot, "9-why")
    panel.get_by_role("button", name="Close the panel").click()


def agree_at_once(olga: Page, bob: Page, shot: Shot) -> None:
    """Two write down what was agreed at the same time: the later one sees both, and neither is lost."""
    risks = [page.get_by_role("region", name="Risk") for page in (olga, bob)]
    for page, risk in zip((olga, bob), risks, strict=True):
        act(page, "Import with preview", "Who gave what")
        risk.get_by_role("button", name="Agree on a value").click()
    for risk, value in zip(risks, (5, 13), strict=True):
        risk.get_by_role("button", name=f"Agreed risk: {value}", exact=True).click()
        risk.get_by_role("button", name="Agree", exact=True).click()
        if value == 5:
            expect(olga.get_by_text("Agreed on 5")).to_be_visible()
    alert = risks[1].get_by_role("alert")
    expect(alert).to_have_text("Somebody else wrote 5 meanwhile; yours is 13. Keep theirs, or save yours over it.")
    look(bob, shot, "8-agreed-at-once")
    risks[1].get_by_role("button", name="Keep theirs").click()
    expect(risks[1].get_by_text("agreed")).to_be_visible()
    for page in (olga, bob):
        page.get_by_role("button", name="Close the panel").click()


def place_by_hand(page: Page, shot: Shot) -> None:
    """Dragged to another place: the price is shown before it is kept, and the reason is asked for."""
    row = row_of(page, "CRM button")
    place = int(row.get_by_role("cell").first.inner_text().strip())
    there = page.get_by_role("row").filter(has=page.get_by_role("cell", name=str(2 if place == 1 else 1), exact=True))
    row.get_by_role("cell").first.drag_to(there.first)
    box = dialog(page)
    expect(box.get_by_text("points", exact=False).first).to_be_visible()
    expect(box.get_by_text("Its score puts CRM button at rank", exact=False)).to_be_visible()
    expect(box.get_by_role("button", name="Place at")).to_be_disabled()
    box.get_by_label("Reason").fill("A renewal hangs on it.")
    look(page, shot, "10-price")
    box.get_by_role("button", name="Place at").click()
    expect(box).to_be_hidden()
    expect(row_of(page, "CRM button").get_by_text("was", exact=False)).to_be_visible()
    look(page, shot, "11-placed-by-hand")


def somebody_asks(page: Page, name: str, account: str, words: str) -> dict[str, Any]:
    house = ask(page, "POST", "/api/discovery/accounts", {"title": account})
    person = {"title": name, "email": f"{name.lower()}@example.com", "account_id": house["id"]}
    asker = ask(page, "POST", "/api/discovery/participants", person)
    return dict(ask(page, "POST", "/api/discovery/requests", {"ask": words, "participant_id": asker["id"]}))


def say_no(page: Page, shot: Shot) -> str:
    """A no to whoever asked, which looks again by itself when three have."""
    act(page, "CRM button", "Record decision")
    box = dialog(page)
    box.get_by_text("No", exact=True).click()
    box.get_by_label("Reason", exact=True).select_option("weak_evidence")
    box.get_by_label("In words").fill("Nobody was seen needing it.")
    box.get_by_role("button", name="Add a reading").click()
    box.get_by_label("Reading").select_option("votes")
    box.get_by_label("Threshold").fill("3")
    box.get_by_role("button", name="Request that this answers").click()
    page.get_by_role("option", name="A CRM button, please").click()
    look(page, shot, "12-a-no-with-a-trigger")
    with page.expect_response(lambda answer: answer.url.endswith("/decisions") and answer.ok) as recorded:
        box.get_by_role("button", name="Record decision").click()
    expect(box).to_be_hidden()
    page.get_by_role("button", name="Declined").click()
    expect(page.get_by_text("Nobody was seen needing it.")).to_be_visible()
    expect(page.get_by_text("Look again: Votes of INI-2 CRM button: at least 3 votes")).to_be_visible()
    look(page, shot, "13-declined")
    return str(recorded.value.json()["id"])


def write_the_letter(page: Page, decision: str, shot: Shot) -> None:
    """To whoever asked, in the record's words and no others; somebody who asked elsewhere is linked and told too."""
    page.goto(f"{DECISIONS}/{decision}")
    asked = page.locator("section").filter(has=page.get_by_role("heading", name="Who asked"))
    expect(asked.get_by_text("Mosaic Studio")).to_be_visible()
    asked.get_by_role("button", name="Link a request").click()
    dialog(page).get_by_role("combobox", name="Search by title or key").fill("Send notes")
    dialog(page).get_by_role("option", name="Send notes to our CRM").click()
    expect(asked.get_by_text("Pia")).to_be_visible()
    asked.get_by_role("button", name="Write to them: Nora").click()
    box = dialog(page)
    on = date.fromisoformat(ask(page, "GET", f"/api/prioritization/decisions/{decision}")["decided_on"])
    expect(box.get_by_label("E-mail")).to_have_value("nora@example.com")
    expect(box.get_by_label("Subject")).to_have_value("Your request: A CRM button, please")
    expect(box.get_by_label("Letter", exact=True)).to_have_value(LETTER.format(day=f"{on.day} {on:%B %Y}"))
    look(page, shot, "14-letter")
    box.get_by_role("button", name="Told in person").click()
    expect(box).to_be_hidden()
    expect(asked.get_by_text("1 not told")).to_be_visible()
    look(page, shot, "15-decision")


def import_votes(page: Page, request: dict[str, Any], path: Path, shot: Shot) -> None:
    """Three pieces of feedback name the request: the decision comes back to whoever owns it."""
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "text", "account", "request"])
        for number, account in enumerate(("Marlow", "Cobalt", "Rye"), 1):
            writer.writerow([number, "We need the CRM button.", account, request["key"]])
    page.evaluate(
        """async text => {
          const body = new FormData();
          body.append("file", new File([text], "votes.csv", {type: "text/csv"}));
          body.append("options", JSON.stringify({mapping: {}, options: {}, dry_run: false}));
          const token = document.cookie.split("csrftoken=")[1]?.split(";")[0] ?? "";
          const headers = {"X-CSRFToken": token, "X-Workspace": "tidewater"};
          const answer = await fetch("/api/imports/feedback", {method: "POST", headers, body});
          if (!answer.ok) throw new Error(await answer.text());
        }""",
        path.read_text(),
    )
    page.goto("/w/tidewater/home")
    expect(page.get_by_text("CRM button", exact=False).first).to_be_visible()
    inbox = ask(page, "GET", "/api/home/inbox?state=open")["items"]
    assert "trigger_fired" in [item["reason"] for item in inbox]
    look(page, shot, "16-the-trigger-fired")


def tell_everybody(page: Page, stranger: Page, decision: str, shot: Shot) -> None:
    """The public list holds the words meant for it, and no other; a link that is revoked shows nothing."""
    version = ask(page, "GET", f"/api/prioritization/decisions/{decision}")["version"]
    words = {"public_title": "No CRM button for now", "public_words": "We look at how notes are typed first."}
    at = f"/api/prioritization/decisions/{decision}"
    written = ask(page, "PUT", f"{at}/statement", {"version": version, **words})
    ask(page, "POST", f"{at}/publish", {"version": written["version"]})
    page.goto(DECISIONS)
    page.get_by_role("button", name="Share the list").click()
    dialog(page).get_by_label("For whom").fill("Customers")
    dialog(page).get_by_role("button", name="Create link").click()
    stranger.goto(str(dialog(page).get_by_role("link", name="See it as they do").get_attribute("href")))
    expect(stranger.get_by_text("We look at how notes are typed first.")).to_be_visible()
    shown = stranger.locator("body").inner_text()
    look(stranger, shot, "17-not-doing")
    for private in ("Nobody was seen", "Marlow", "Nora", "Olga", "renewal", "Guided tour", "INI-"):
        assert private not in shown
    dialog(page).get_by_role("button", name="Revoke Customers").click()
    dialog(page).get_by_role("button", name="Revoke for good").click()
    expect(dialog(page).get_by_text("Nobody outside can read the list yet.")).to_be_visible()
    look(page, shot, "18-revoked")
    stranger.reload()
    expect(stranger.get_by_role("heading", name="This link does not work")).to_be_visible()


def test_deciding_together(
    page: Page, new_page: Callable[..., Page], screenshot: Shot, tmp_path: Path, candidates: list[str]
) -> None:
    bob = invite(page, new_page, "Bob", "engineering")
    ines = invite(page, new_page, "Ines", "design", **PHONE)
    request = somebody_asks(page, "Nora", "Mosaic Studio", "A CRM button, please")
    somebody_asks(page, "Pia", "Alder", "Send notes to our CRM")
    link = {"kind": "supports", "source": request["id"], "target": candidates[1]}
    ask(page, "POST", "/api/graph/links", link)

    round_id = create_round(page, screenshot)
    fill_round(page, screenshot)
    score_together(page, bob, ines, round_id, screenshot)
    settle_the_disagreement(page, bob, screenshot)
    agree_at_once(page, bob, screenshot)
    compare(page, screenshot)
    place_by_hand(page, screenshot)
    decision = say_no(page, screenshot)
    write_the_letter(page, decision, screenshot)
    import_votes(page, request, tmp_path / "votes.csv", screenshot)
    tell_everybody(page, new_page(), decision, screenshot)
