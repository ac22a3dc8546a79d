import io
from datetime import date
from pathlib import Path

import pytest

from truenorth.domains.graph.models import Node
from truenorth.domains.graph.selectors import list_records
from truenorth.domains.kit.errors import Forbidden
from truenorth.domains.strategy.models import CheckIn, Cycle, KeyResult, Objective
from truenorth.domains.workspace.models import Member
from truenorth.edges.imports.errors import OkrsUnreadable, OptionsRefused
from truenorth.edges.imports.jobs import Report
from truenorth.edges.imports.okrs import Scale, read_period, read_scale
from truenorth.edges.imports.running import run_import, undo_run

QUARTER = """# Q2 2026
## Product
- The first week counts (Alice)
  - Raise completion from 36 % to 48 % - 50 %
  - [x] Interview ten new accounts [P1]
  - ~~Rewrite the tour~~
- Trust
  - Errors from 1.2k to 300 a week
"""


def _import(actor: Member, text: str, *, name: str = "plan.md", dry_run: bool = False, **options: str) -> Report:
    return run_import(
        actor=actor,
        source="okrs",
        file=io.BytesIO(text.encode()),
        file_name=name,
        options=options,
        dry_run=dry_run,
    )


def _counts(report: Report) -> tuple[int, int, int]:
    return report.created, report.unchanged, report.rejected


@pytest.mark.parametrize(
    ("text", "starts_on", "ends_on"),
    [
        ("2018-Q1.md", date(2018, 1, 1), date(2018, 3, 31)),
        ("Goals for Q4 2026", date(2026, 10, 1), date(2026, 12, 31)),
        ("h2-2026", date(2026, 7, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_is_read_from_words(text: str, starts_on: date, ends_on: date) -> None:
    period = read_period(text)

    assert period is not None
    assert (period.starts_on, period.ends_on) == (starts_on, ends_on)


@pytest.mark.parametrize("text", ["", "plan", "H3 2026", "12018-Q1", "Q1 20267"])
def test_no_period_is_read_where_none_is_named(text: str) -> None:
    assert read_period(text) is None


def test_a_scale_needs_two_different_figures() -> None:
    assert read_scale("36 %", "48 %") == Scale(36, 48, "%")
    assert read_scale("1.2k", "300") == Scale(1200, 300, "")
    assert read_scale("€ 1,500", "€2,000") == Scale(1500, 2000, "€")
    assert read_scale(None, "5") == read_scale("5", "5") == read_scale("a", "b") == Scale(0, 100, "% done")


def test_a_plan_comes_in_as_a_cycle_with_its_goals(alice: Member) -> None:
    report = _import(alice, QUARTER)

    assert _counts(report) == (7, 0, 0)
    assert report.detail == {"cycle": "Q2 2026", "objectives": 2, "key results": 4}
    first = list_records(alice, Objective).get(node__title="The first week counts")
    assert (first.owner, first.body) == (alice, "Product")
    raised = list_records(alice, KeyResult).get(node__title__startswith="Raise completion")
    assert (raised.baseline, raised.target, raised.current, raised.unit) == (36, 48, 42, "%")
    done = list_records(alice, KeyResult).get(node__title="Interview ten new accounts")
    assert (done.progress, done.unit, done.body) == (1.0, "% done", "Priority: P1")
    dropped = list_records(alice, KeyResult).get(node__title="Rewrite the tour")
    assert dropped.archived_at is not None
    assert CheckIn.objects.count() == 2


def test_the_same_plan_again_changes_nothing(alice: Member) -> None:
    _import(alice, QUARTER)

    assert _counts(_import(alice, QUARTER)) == (0, 7, 0)
    assert _counts(_import(alice, QUARTER + "- More\n  - A new one\n")) == (2, 7, 0)


def test_a_dry_run_writes_nothing_and_says_what_would_come(alice: Member) -> None:
    report = _import(alice, QUARTER, dry_run=True)

    assert (_counts(report), report.run_id) == ((7, 0, 0), None)
    assert report.sample[0]["title"] == "The first week counts"
    assert not Node.objects.exists()


def test_an_undone_plan_is_gone_and_may_come_again(alice: Member) -> None:
    report = _import(alice, QUARTER)
    assert report.run_id is not None

    undo_run(actor=alice, run_id=report.run_id)

    assert not list_records(alice, KeyResult).exists()
    assert not list_records(alice, Cycle).exists()
    assert _counts(_import(alice, QUARTER)) == (7, 0, 0)


def test_a_line_too_long_for_a_title_is_rejected_by_its_line(alice: Member) -> None:
    report = _import(alice, f"# Q1 2026\n- One\n  - {'x' * 400}\n  - Two\n")

    assert _counts(report) == (3, 0, 1)
    assert (report.errors[0].row, report.errors[0].field) == (3, "title")


def test_a_plan_that_names_no_cycle_asks_for_it(alice: Member) -> None:
    text = "# Goals\n- One\n  - Two\n"

    with pytest.raises(OptionsRefused) as refusal:
        _import(alice, text)

    assert list(refusal.value.fields) == ["cycle"]
    assert _import(alice, text, cycle="2026-H1").detail["cycle"] == "H1 2026"


def test_a_file_without_goals_is_refused(alice: Member) -> None:
    with pytest.raises(OkrsUnreadable):
        _import(alice, "Just words.", name="2026-Q1.md")

    assert not Node.objects.exists()


def test_a_contributor_brings_no_plan_in(connie: Member) -> None:
    with pytest.raises(Forbidden):
        _import(connie, QUARTER)

    assert not Node.objects.exists()


@pytest.mark.one_database("whether real files are read whole; small ones send the same statements")
def test_a_companys_real_quarters_come_in_whole_and_once(alice: Member, shared: Path) -> None:
    files = sorted((shared / "data/okrs_sourced").glob("*.md"))

    reports = [_import(alice, file.read_text(encoding="utf-8"), name=file.name) for file in files]
    again = [_import(alice, file.read_text(encoding="utf-8"), name=file.name) for file in files]

    assert [report.detail["cycle"] for report in reports] == ["Q1 2018", "Q2 2018", "Q3 2018", "Q4 2018", "Q1 2019"]
    assert [report.detail["objectives"] for report in reports] == [30, 5, 42, 41, 23]
    assert [report.detail["key results"] for report in reports] == [47, 27, 138, 139, 59]
    assert [report.rejected for report in reports] == [0] * 5
    assert [report.created for report in again] == [0] * 5
    assert [report.unchanged for report in again] == [78, 33, 181, 181, 83]
