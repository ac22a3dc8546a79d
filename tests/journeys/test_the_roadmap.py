"""A limit is known before a plan runs into it; the plan is cut, put in order, changed at a price, and told outside."""

from collections.abc import Callable, Mapping

from playwright.sync_api import Page, expect

from tests.journeys.conftest import accessibility_faults
from tests.journeys.steps import Shot, ask, dialog, found_a_workspace

expect.set_options(timeout=15_000)
INITIATIVES = "/api/roadmap/initiatives"
SYNC = "Sync contacts with the CRM"
SCORED = {"Dark theme": (1, 8), "Guided tour": (5, 3), SYNC: (13, 5)}
"""What waiting for each costs by one member's numbers, and how many weeks it takes."""
OTHERS = ("Audit log", "Export by quarter", "Faster search", "Roles", "Import with preview", "Old reports")
SLICES = (("Nightly, one way", 80, 20), ("Both ways", 15, 50), ("Screen for conflicts", 5, 30))
SAID_LATER = {
    "Webhooks, new in later": "Three partners asked in one week.",
    "Export by quarter, sized": "Finance needs the fiscal year too.",
    "Guided tour, surer": "Four of five finished the prototype.",
    "Faster search, changed hands": "Olga knows the index.",
    "Roles, went to another team": "Web is full until May.",
}
SECRETS = ("Olga", "INI-", "Guided tour", "Dark theme", "CRM API", "calls", "Web", "40", "promised", "Five people")


def look(page: Page, shot: Shot, name: str) -> None:
    shot(page, name)
    assert accessibility_faults(page) == []


def make_initiatives(page: Page) -> Mapping[str, str]:
    """On the board, by title: their ids. Three are scored and sized, so that they can be put in order."""
    made = {}
    for title in (*SCORED, *OTHERS):
        weeks = SCORED.get(title, (0, None))[1]
        body = "Contacts go to the CRM API in real time, also in bulk." if title == SYNC else ""
        values = {"title": title, "body": body, "horizon": "next", "effort_weeks": weeks, "confidence": 40}
        made[title] = str(ask(page, "POST", INITIATIVES, values)["id"])
    return made


def score(page: Page, ids: Mapping[str, str]) -> None:
    rounds = "/api/prioritization/scoring-rounds"
    started = ask(page, "POST", rounds, {"title": "What waiting costs"})
    at = f"{rounds}/{started['id']}"
    ask(page, "POST", f"{at}/candidates", {"ids": [ids[title] for title in SCORED]})
    rows = ask(page, "GET", f"{at}/rows")["items"]
    for row in rows:
        value, weeks = SCORED[row["node"]["title"]]
        numbers = {"user_value": value, "business_value": 1, "risk_reduction": 1, "effort": weeks}
        ask(page, "PUT", f"{at}/candidates/{row['candidate_id']}/scores", {"values": numbers})
    ask(page, "POST", f"{at}/reveal", {})


def register_a_limit(page: Page, shot: Shot) -> None:
    page.goto("/w/tidewater/engineering/registers")
    page.get_by_role("button", name="New component").click()
    dialog(page).get_by_label("Title").fill("CRM API")
    dialog(page).get_by_role("button", name="Create component").click()
    expect(dialog(page)).to_be_hidden()
    page.get_by_role("button", name="New constraint").click()
    box = dialog(page)
    box.get_by_label("Title").fill("CRM API calls")
    box.get_by_label("Component").select_option(label="CRM API")
    for label, text in {"Limit": "100", "Used": "92", "Unit": "calls a minute", "Source": "Contract, page 4"}.items():
        box.get_by_label(label, exact=True).fill(text)
    box.get_by_role("button", name="Create constraint").click()
    expect(dialog(page)).to_be_hidden()
    expect(page.get_by_role("region", name="Constraints").get_by_text("CRM API calls")).to_be_visible()
    look(page, shot, "1-registers")


def see_the_flag(page: Page, initiative: str, shot: Shot) -> None:
    """Raised by itself, with the register's entry beside it."""
    page.goto(f"/w/tidewater/roadmap/initiatives/{initiative}")
    flags = page.get_by_role("region", name="Risk flags")
    expect(flags.get_by_text("“real-time”")).to_be_visible()
    expect(flags.get_by_role("link", name="CRM API calls").first).to_be_visible()
    look(page, shot, "2-flagged")


def cut(page: Page, shot: Shot) -> None:
    """Into slices, until the frontier bends where four fifths of the value take one fifth of the effort."""
    slices = page.get_by_role("region", name="Slices")
    for number, (title, value, effort) in enumerate(SLICES, 1):
        slices.get_by_role("button", name="Add a slice").click()
        box = dialog(page)
        box.get_by_label("Title").fill(title)
        box.get_by_label("Value", exact=False).first.fill(str(value))
        box.get_by_label("Effort, %", exact=False).first.fill(str(effort))
        box.get_by_role("button", name="Create slice").click()
        expect(slices.get_by_role("row")).to_have_count(number + 1)
    expect(slices.get_by_text("80 % of the value for 20 % of the effort", exact=False).first).to_be_visible()
    expect(slices.get_by_text("Ship “Nightly, one way” first", exact=False)).to_be_visible()
    expect(slices.get_by_role("row", name="Nightly, one way")).to_contain_text("12.00")
    look(page, shot, "3-slices")


def put_in_order(page: Page, shot: Shot) -> None:
    """The order that costs least is proposed, beside what the board's would cost, and accepted."""
    page.goto("/w/tidewater/roadmap/sequence")
    page.get_by_role("button", name="Propose a sequence").click()
    dialog(page).get_by_role("button", name="Propose", exact=True).click()
    order = page.get_by_role("table", name="The proposed order")
    expect(order.get_by_role("row").nth(1)).to_contain_text(SYNC)
    expect(order.get_by_role("row").nth(3)).to_contain_text("Dark theme")
    expect(page.get_by_text("179 points \u00d7 weeks, 162 less than the order of the board")).to_be_visible()
    expect(page.get_by_text("No plan costs less.")).to_be_visible()
    look(page, shot, "4-sequence")
    page.get_by_label("Why").fill("For the second quarter")
    page.get_by_role("button", name="Accept 3 dates").click()
    expect(page.get_by_text("Accepted by Olga", exact=False)).to_be_visible()


def drag_against_advice(page: Page, shot: Shot) -> None:
    """The cheapest to wait for is dragged before all others: it has a price, and asks why."""
    page.goto("/w/tidewater/roadmap/timeline?zoom=month")
    bar = page.get_by_role("button", name="Dark theme: ", exact=False)
    bar.scroll_into_view_if_needed()
    here = bar.bounding_box()
    assert here is not None
    x, y = here["x"] + 8, here["y"] + here["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - here["width"], y, steps=12)
    page.mouse.up()
    box = dialog(page)
    expect(box.get_by_text("This goes against the plan of least cost.")).to_be_visible()
    expect(box.get_by_text(f"{SYNC} 8.0 weeks later", exact=False)).to_be_visible()
    expect(box.get_by_role("button", name="Move", exact=True)).to_be_disabled()
    box.get_by_label("Why, against the advice").fill("It was promised at the fair.")
    look(page, shot, "5-price")
    box.get_by_role("button", name="Move", exact=True).click()
    expect(box).to_be_hidden()


def take_a_snapshot(page: Page) -> None:
    page.goto("/w/tidewater/roadmap/changes")
    page.get_by_role("button", name="Take snapshot").click()
    dialog(page).get_by_label("What for").fill("Before the re-plan")
    dialog(page).get_by_role("button", name="Take snapshot").click()
    expect(page.get_by_role("heading", name="Nothing changed")).to_be_visible()


def change_eight_things(page: Page, ids: Mapping[str, str]) -> None:
    """One of each kind; three say why as they happen."""

    def at(title: str) -> str:
        return f"{INITIATIVES}/{ids[title]}"

    def change(title: str, **values: object) -> None:
        ask(page, "PATCH", at(title), {"version": ask(page, "GET", at(title))["version"], **values})

    me = ask(page, "GET", "/api/workspace/members")[0]
    web = ask(page, "POST", "/api/workspace/teams", {"name": "Web"})
    ask(page, "POST", INITIATIVES, {"title": "Webhooks", "horizon": "later"})
    ask(page, "POST", f"{at('Old reports')}/move", {"horizon": None, "reason": "Nobody opened them for a year."})
    ask(page, "POST", f"{at('Audit log')}/move", {"horizon": "now", "reason": "Five people could not tell who did it."})
    change("Export by quarter", effort_weeks=6)
    change("Guided tour", confidence=70)
    change("Faster search", owner_id=me["id"])
    change("Roles", team_id=web["id"])
    state = {"version": ask(page, "GET", at("Import with preview"))["version"], "to": "candidate"}
    ask(page, "POST", f"{at('Import with preview')}/state", state | {"reason": "It is scored next week."})


def read_what_changed(page: Page, shot: Shot) -> None:
    """Exactly those eight, each with its reason; who gave none is asked for it."""
    page.reload()
    changes = page.get_by_role("list", name="What changed")
    expect(changes.get_by_text("Nobody said why.")).to_have_count(len(SAID_LATER))
    for change, reason in SAID_LATER.items():
        changes.get_by_role("button", name=f"Say why: {change}").click()
        changes.get_by_role("textbox", name="Why").fill(reason)
        changes.get_by_role("button", name="Save").click()
        expect(changes.get_by_text(reason)).to_be_visible()
    expect(changes.get_by_text("Nobody said why.")).to_have_count(0)
    expect(page.get_by_text("8 initiatives changed:", exact=False)).to_be_visible()
    look(page, shot, "6-what-changed")
    [snapshot] = ask(page, "GET", "/api/roadmap/snapshots")["items"]
    diff = ask(page, "GET", f"/api/roadmap/diff?before={snapshot['id']}")
    kinds = ("added", "removed", "moved", "re_scoped", "confidence", "owner", "team", "state")
    assert diff["counts"] == dict.fromkeys(kinds, 1)
    assert all(each["reason"] and each["by"] == "Olga" for each in diff["changes"])


def tell_customers(page: Page, stranger: Page, initiative: str, shot: Shot) -> None:
    """A link for customers: what was worded for them, by quarter, and not a field more."""
    version = ask(page, "GET", f"{INITIATIVES}/{initiative}")["version"]
    words = {"public_title": "Contacts that stay in step", "public_words": "No more copying by hand."}
    ask(page, "PUT", f"{INITIATIVES}/{initiative}/statement", {"version": version, **words, "is_published": True})
    page.goto("/w/tidewater/roadmap/board")
    page.get_by_role("button", name="Share", exact=True).click()
    dialog(page).get_by_label("For whom").fill("Customers")
    dialog(page).get_by_role("button", name="Create link").click()
    link = str(dialog(page).get_by_role("link", name="See it as they do").get_attribute("href"))
    answers: list[str] = []
    stranger.on("response", lambda answer: answers.append(answer.text()) if "/api/public/" in answer.url else None)
    stranger.goto(link)
    expect(stranger.get_by_text("No more copying by hand.")).to_be_visible()
    stranger.wait_for_load_state("networkidle")
    look(stranger, shot, "7-for-customers")
    told = [stranger.locator("body").inner_text(), *answers]
    assert len(told) > 1
    assert [secret for secret in SECRETS if any(secret in each for each in told)] == []


def test_a_plan_that_knows_its_limits(page: Page, new_page: Callable[..., Page], screenshot: Shot) -> None:
    found_a_workspace(page)
    ids = make_initiatives(page)
    score(page, ids)

    register_a_limit(page, screenshot)
    see_the_flag(page, ids[SYNC], screenshot)
    cut(page, screenshot)
    put_in_order(page, screenshot)
    drag_against_advice(page, screenshot)
    take_a_snapshot(page)
    change_eight_things(page, ids)
    read_what_changed(page, screenshot)
    tell_customers(page, new_page(), ids[SYNC], screenshot)
