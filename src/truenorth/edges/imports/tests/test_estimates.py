import io

import pytest
from conftest import ClientOf

from truenorth.domains.engineering.errors import HistoryTooShort
from truenorth.domains.engineering.models import Estimate
from truenorth.domains.engineering.selectors import correct_estimate, find_estimates, get_effort_report
from truenorth.domains.kit.errors import Forbidden, Invalid
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.services import create_team
from truenorth.edges.imports.jobs import Report
from truenorth.edges.imports.running import run_import, undo_run

HEADER = "Sprint,Board,Committed,Delivered,Ended,Key\n"


def _rows(team: str, factor: float, *, count: int = 30) -> str:
    """Work that took `factor` times its estimate, within a tenth; a piece a day."""
    sizes = [(n, 1 + n % 9, 0.9 + n % 3 / 10) for n in range(count)]
    return "".join(
        f"{team} {n},{team},{size},{size * factor * luck:.3f},2026-01-{1 + n % 30:02},{team}-{n}\n"
        for n, size, luck in sizes
    )


def _import(actor: Member, text: str, *, dry_run: bool = False, **options: str) -> Report:
    return run_import(
        actor=actor,
        source="estimates",
        file=io.BytesIO(text.encode()),
        file_name="sprints.csv",
        options=options,
        dry_run=dry_run,
    )


def _counts(report: Report) -> tuple[int, int, int]:
    return report.created, report.unchanged, report.rejected


def test_a_history_comes_in_once_and_the_same_file_again_changes_nothing(alice: Member) -> None:
    text = HEADER + _rows("Web", 2)

    assert _counts(_import(alice, text, dry_run=True)) == (30, 0, 0)
    assert not Estimate.objects.exists()
    assert _counts(_import(alice, text)) == (30, 0, 0)
    assert _counts(_import(alice, text)) == (0, 30, 0)


def test_each_team_is_corrected_by_its_own_history(olga: Member) -> None:
    web = create_team(actor=olga, name="Web")
    _import(olga, HEADER + _rows("web", 2) + _rows("Mail", 0.5))

    report = get_effort_report(olga)

    assert (report.unit, report.count) == ("weeks", 60)
    likely = {(view.correction.team, view.correction.size.value): view.correction.likely for view in report.corrections}
    assert likely["Web", "medium"] == pytest.approx(2, rel=0.1)
    assert likely["Mail", "medium"] == pytest.approx(0.5, rel=0.1)
    assert report.judgement is not None
    assert report.judgement.error_corrected < report.judgement.error_plain / 3
    answer = ClientOf(olga).get("/api/engineering/effort").json()
    assert answer["corrections"][0]["team"] == "Mail"
    assert answer["judgement"]["count"] > 5
    assert correct_estimate(olga, estimate=4, team_id=web.id).likely == pytest.approx(8, rel=0.1)


def test_rows_that_are_no_work_are_rejected_and_the_rest_comes_in(alice: Member) -> None:
    bad = "a,Web,0,3,,1\nb,Web,3,none,,2\nc,Web,3,4,soon,3\nd,Web,1e300,4,,4\ne,Web,3,4,,5\nf,Web,3,4,,5\n"

    report = _import(alice, HEADER + bad)

    assert _counts(report) == (1, 0, 5)
    assert [(error.row, error.field) for error in report.errors] == [
        (2, "estimate"),
        (3, "actual"),
        (4, "finished_on"),
        (5, "estimate"),
        (7, "external_id"),
    ]


def test_undo_takes_the_history_back_and_it_may_come_in_again(alice: Member) -> None:
    report = _import(alice, HEADER + _rows("Web", 2))
    assert report.run_id is not None

    undo_run(actor=alice, run_id=report.run_id)

    assert not find_estimates(alice).exists()
    assert _counts(_import(alice, HEADER + _rows("Web", 3))) == (30, 0, 0)
    assert Estimate.objects.count() == 30


def test_without_ten_pieces_nothing_is_corrected(alice: Member) -> None:
    _import(alice, HEADER + _rows("Web", 2, count=9))

    report = get_effort_report(alice)
    assert (report.count, list(report.corrections), report.judgement) == (9, [], None)
    with pytest.raises(HistoryTooShort):
        correct_estimate(alice, estimate=4)
    answer = ClientOf(alice).get("/api/engineering/effort/range?estimate=4")
    assert (answer.status_code, answer.json()["code"]) == (409, "engineering.history_too_short")


def test_points_and_weeks_are_not_mixed(alice: Member) -> None:
    _import(alice, HEADER + _rows("Web", 2))
    _import(alice, HEADER + _rows("Mail", 0.5, count=12), unit="points")

    assert get_effort_report(alice).count == 30
    assert get_effort_report(alice, unit="points").count == 12


def test_a_contributor_brings_no_history_and_a_stranger_sees_none(
    alice: Member, connie: Member, charlie: Member
) -> None:
    with pytest.raises(Forbidden):
        _import(connie, HEADER + _rows("Web", 2))
    _import(alice, HEADER + _rows("Web", 2))

    assert not find_estimates(charlie).exists()
    with pytest.raises(Invalid):
        correct_estimate(alice, estimate=4, team_id=charlie.workspace_id)
