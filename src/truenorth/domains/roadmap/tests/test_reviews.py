from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from conftest import ClientOf

from truenorth.domains.graph.services import revise_record
from truenorth.domains.kit import clock
from truenorth.domains.kit.errors import Forbidden
from truenorth.domains.roadmap.factories import make_initiative
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.roadmap.rules import Cadence, Horizon, is_reminder_due, stale_days
from truenorth.domains.roadmap.selectors import list_stale
from truenorth.domains.roadmap.services import ask_for_reviews, review_initiative, set_cadence
from truenorth.domains.workspace.models import Member

BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)


def after(**time: float) -> datetime:
    return BEGAN + timedelta(**time)


def _again(initiative: Initiative) -> Initiative:
    return Initiative.objects.select_related("node").get(pk=initiative.pk)


def _inbox(member: Member, state: str = "open") -> list[dict[str, Any]]:
    """What waits for a member because it is time to look again."""
    items = ClientOf(member).get(f"/api/home/inbox?state={state}").json()["items"]
    return [item for item in items if item["reason"] == "trigger_fired"]


@pytest.mark.parametrize(("horizon", "days"), [("now", 14), ("next", 30), ("later", 91)])
def test_an_item_is_stale_once_its_horizons_time_is_over(horizon: str, days: int) -> None:
    place, usual = Horizon(horizon), Cadence()

    assert stale_days(place, BEGAN, now=after(days=days), cadence=usual) == 0
    assert stale_days(place, BEGAN, now=after(days=days, seconds=1), cadence=usual) == 1
    assert stale_days(place, BEGAN, now=after(days=days + 3), cadence=usual) == 4
    assert stale_days(None, BEGAN, now=after(days=999), cadence=usual) == 0


def test_a_reminder_is_due_once_and_again_after_a_further_stretch() -> None:
    due = {"cadence": Cadence()}

    assert not is_reminder_due(Horizon.NOW, BEGAN, None, now=after(days=14), **due)
    assert is_reminder_due(Horizon.NOW, BEGAN, None, now=after(days=15), **due)
    assert not is_reminder_due(Horizon.NOW, BEGAN, after(days=15), now=after(days=28), **due)
    assert is_reminder_due(Horizon.NOW, BEGAN, after(days=15), now=after(days=29), **due)
    assert is_reminder_due(Horizon.NOW, after(days=16), after(days=15), now=after(days=31), **due)


def test_the_owner_is_reminded_once_and_a_review_ends_it(alice: Member, bob: Member) -> None:
    with clock.pretend(BEGAN):
        tour = make_initiative(alice, "Tour", horizon="now", owner_id=bob.id)
        make_initiative(alice, "Nobody's", horizon="now")
        make_initiative(alice, "Without a place", owner_id=bob.id)

    with clock.pretend(after(days=20)):
        assert [ask_for_reviews(), ask_for_reviews()] == [1, 0]
        [item] = _inbox(bob)
        review_initiative(_again(tour), actor=alice, version=1, note="Still right.")

    assert (
        item["sentence"] == "It is time to look at it again. It stands in now and nobody has looked at it for 2 weeks."
    )
    assert item["node"]["title"] == "Tour"
    assert _inbox(bob) == []
    assert _inbox(bob, "done")[0]["id"] == item["id"]
    with clock.pretend(after(days=21)):
        assert [each.initiative.title for each in list_stale(alice)] == ["Nobody's"]
        assert ask_for_reviews() == 0
    with clock.pretend(after(days=36)):
        assert ask_for_reviews() == 1


def test_any_change_counts_as_a_look(alice: Member) -> None:
    with clock.pretend(BEGAN):
        tour = make_initiative(alice, "Tour", horizon="now")
    with clock.pretend(after(days=10)):
        revise_record(tour, actor=alice, version=1, changes={"confidence": 50})
    with clock.pretend(after(days=20)):
        assert list_stale(alice) == []
    with clock.pretend(after(days=25)):
        [stale] = ClientOf(alice).get("/api/roadmap/stale").json()
        board = ClientOf(alice).get("/api/roadmap/board").json()

    assert (stale["initiative"]["title"], stale["stale_days"]) == ("Tour", 2)
    assert board["lanes"][0]["cards"][0]["stale_days"] == 2


def test_a_workspace_sets_its_own_cadence(adam: Member, alice: Member) -> None:
    with clock.pretend(BEGAN):
        make_initiative(alice, "Tour", horizon="later")
    client, path = ClientOf(adam), "/api/roadmap/review-cadence"
    days = {"now_days": 3, "next_days": 5, "later_days": 7}

    usual = client.get(path).json()
    made = client.put(path, {"version": 0, **days}, content_type="application/json").json()
    stale = client.put(path, {"version": 0, **days}, content_type="application/json")

    assert usual == {"version": 0, "now_days": 14, "next_days": 30, "later_days": 91}
    assert made == {"version": 1, **days}
    assert (stale.status_code, stale.json()["current"]["version"]) == (409, 1)
    with clock.pretend(after(days=8)):
        assert [each.stale_days for each in list_stale(alice)] == [2]
    with pytest.raises(Forbidden):
        set_cadence(actor=alice, version=1, days=days)


def test_a_stale_review_is_told_and_a_viewer_reviews_nothing(alice: Member, vera: Member) -> None:
    tour = make_initiative(alice, horizon="now")
    path = f"/api/roadmap/initiatives/{tour.id}/review"

    refused = ClientOf(alice).post(path, {"version": 9}, content_type="application/json")
    forbidden = ClientOf(vera).post(path, {"version": 1}, content_type="application/json")
    done = ClientOf(alice).post(path, {"version": 1}, content_type="application/json").json()

    assert (refused.status_code, refused.json()["current"]["version"]) == (409, 1)
    assert forbidden.status_code == 403
    assert done["reviewed_at"]
