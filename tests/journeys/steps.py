"""What several journeys begin with: people, a workspace, and the server asked as a program would."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

PASSWORD = "a plain long password"
Shot = Callable[[Page, str], Path]


def ask(page: Page, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - whatever JSON comes
    """What a program would ask, as the person who is signed in: for what the loop stands on, not for the loop."""
    script = """async ([method, path, body]) => {
      const token = document.cookie.split("csrftoken=")[1]?.split(";")[0] ?? "";
      const workspace = location.pathname.split("/w/")[1]?.split("/")[0];
      const headers = {"Content-Type": "application/json", "X-CSRFToken": token};
      if (workspace) headers["X-Workspace"] = workspace;
      const sent = body === null ? undefined : JSON.stringify(body);
      const answer = await fetch(path, {method, headers, body: sent});
      if (!answer.ok) throw new Error(method + " " + path + ": " + await answer.text());
      return answer.status === 204 ? null : await answer.json();
    }"""
    return page.evaluate(script, [method, path, body])


def sign_up(page: Page, name: str, *, at: str = "/sign-up") -> None:
    page.goto(at)
    page.get_by_label("Name").fill(name)
    page.get_by_label("E-mail").fill(f"{name.lower()}@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()


def found_a_workspace(page: Page) -> None:
    sign_up(page, "Olga")
    page.get_by_label("Name of the workspace").fill("Tidewater")
    page.get_by_role("button", name="Create workspace").click()
    page.wait_for_url("**/w/tidewater/**")


def invite(page: Page, new_page: Callable[..., Page], name: str, function: str, **options: object) -> Page:
    """Another member in a browser of their own, come by an invitation link; options go to the browser."""
    made = ask(page, "POST", "/api/workspace/invitations", {"role": "editor", "function": function})
    theirs = new_page(**options)
    sign_up(theirs, name, at=f"/join/{made['token']}")
    theirs.wait_for_url("**/w/tidewater/**")
    return theirs


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")
