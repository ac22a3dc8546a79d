import pytest
from conftest import ClientOf
from hypothesis import given
from hypothesis import strategies as st

from truenorth.domains.engineering.models import Estimate
from truenorth.domains.engineering.rules import FEW, PastWork, describe_past, tell_correction
from truenorth.domains.engineering.selectors import find_estimates, get_effort_report
from truenorth.domains.engineering.services import bring_estimates
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.services import create_team

amounts = st.floats(0.1, 1000)


def _finish(actor: Member, team: str, *, count: int, factor: float, unit: str = "weeks") -> None:
    """Work of one to nine, of which every third took a tenth less and every third a tenth more than `factor`."""
    drafts = [
        Estimate(
            workspace=actor.workspace,
            team_name=team,
            estimate=1 + n % 9,
            actual=(1 + n % 9) * factor * (0.9 + n % 3 / 10),
            unit=unit,
            external_id=f"{team} {unit} {n}",
        )
        for n in range(count)
    ]
    bring_estimates(actor=actor, drafts=drafts)


def test_past_work_is_told_at_its_middle_estimate() -> None:
    past = describe_past([(2, 2), (3, 6), (4, 6)])

    assert (past.estimate, past.low, past.took, past.high, past.count) == (3, 3.75, 4.5, 5.25, 3)


def test_one_piece_of_work_has_no_spread() -> None:
    past = describe_past([(2, 3)])

    assert (past.low, past.took, past.high) == (3, 3, 3)
    assert "half of them" not in tell_correction(past, low=1, likely=1, high=1, whose="Web", unit="weeks")


def test_one_week_is_no_weeks() -> None:
    told = tell_correction(describe_past([(1, 2)]), low=1, likely=2, high=3, whose="Web", unit="weeks")

    assert told.startswith("Web's estimates of about 1 week took 2. Expect 2 weeks of the next one")


@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=30), st.floats(0.1, 10))
def test_in_another_unit_the_same_work_is_told_in_proportion(done: list[tuple[float, float]], scale: float) -> None:
    past, scaled = describe_past(done), describe_past([(e * scale, a * scale) for e, a in done])

    assert scaled.took == pytest.approx(past.took * scale)
    assert past.low <= past.took <= past.high or past.low == pytest.approx(past.high)


def test_a_correction_is_told_in_a_sentence_and_few_pieces_say_that_they_are_few() -> None:
    past = PastWork(estimate=3, low=3.4, took=4.13, high=5, count=FEW)
    few = PastWork(estimate=3, low=3.4, took=4.13, high=5, count=1)

    told = tell_correction(past, low=0.9, likely=1.3, high=2, whose="Web", unit="weeks")
    told_of_few = tell_correction(few, low=0.9, likely=1.3, high=2, whose="", unit="weeks")

    assert told == (
        "Web's estimates of about 3 weeks took 4.1, half of them between 3.4 and 5. "
        "Expect 3.9 weeks of the next one, and between 2.7 and 6 in eight of ten cases."
    )
    assert told_of_few.startswith("Estimates of no team of about 3 weeks took 4.1. Expect")
    assert told_of_few.endswith("Only 1 piece of work says so, so that leans on what everybody's estimates took.")


def test_the_report_tells_each_team_and_size_and_what_units_there_are(alice: Member) -> None:
    _finish(alice, "Web", count=27, factor=2)
    _finish(alice, "Mail", count=9, factor=0.5)
    _finish(alice, "Mail", count=12, factor=1, unit="points")

    report = get_effort_report(alice)

    assert (report.unit, list(report.units), report.count) == ("weeks", ["weeks", "points"], 36)
    views = {(view.correction.team, view.correction.size.value): view for view in report.corrections}
    assert views["Web", "medium"].words.startswith("Web's estimates of about 5 weeks took 10,")
    assert {team: view.past.is_small for (team, _), view in views.items()} == {"Web": True, "Mail": True}
    assert views["Mail", "small"].past.count == 3
    answer = ClientOf(alice).get("/api/engineering/effort?unit=points").json()
    assert (answer["unit"], answer["count"], answer["corrections"][0]["past"]["is_small"]) == ("points", 12, True)


def test_without_finished_work_the_report_is_empty(alice: Member) -> None:
    answer = ClientOf(alice).get("/api/engineering/effort").json()

    assert (answer["unit"], answer["units"], answer["count"], answer["corrections"]) == ("", [], 0, [])


def test_finished_work_is_found_by_its_unit_and_by_a_team_whichever_way_it_is_known(olga: Member) -> None:
    web = create_team(actor=olga, name="Web")
    _finish(olga, "Web", count=2, factor=1)
    _finish(olga, "Mail", count=3, factor=1, unit="points")
    Estimate.objects.filter(team_name="Web", external_id="Web weeks 0").update(team=web, team_name="")

    assert find_estimates(olga, team="Web").count() == 2
    assert find_estimates(olga, unit="points").count() == 3
    assert not find_estimates(olga, unit="points", team="Web").exists()
    answer = ClientOf(olga).get("/api/engineering/estimates?team=Mail&unit=points&limit=2").json()
    assert (answer["total"], len(answer["items"])) == (3, 2)
