import io
import json
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from conftest import ClientOf

from truenorth.domains.experiments.errors import NoControl
from truenorth.domains.experiments.models import Experiment
from truenorth.domains.experiments.rules import MetricRole
from truenorth.domains.experiments.selectors import get_experiment
from truenorth.domains.experiments.services import MetricPlan, plan_metrics
from truenorth.domains.kit.errors import DomainError
from truenorth.domains.workspace.models import AuditRow, Member
from truenorth.edges.imports.jobs import Report
from truenorth.edges.imports.running import run_import, undo_run
from truenorth.engines.experiments import Plan, analyze, parse_metric

DATA = Path(__file__).parents[6] / "shared/data"
SMALL = b"user,variant,kept,rounds,source\n" + b"".join(
    b"u%d,%s,%s,%d,paid\n" % (each, b"control" if each % 2 else b"tour", b"TRUE" if each % 3 else b"FALSE", each)
    for each in range(200)
)


def read(actor: Member, content: bytes, *, dry_run: bool = False, **options: str) -> Report:
    return run_import(
        actor=actor,
        source="experiment",
        file=io.BytesIO(content),
        file_name="tour.csv",
        options=options,
        dry_run=dry_run,
    )


def created_id(report: Report) -> str:
    experiment = report.detail["experiment"]
    assert isinstance(experiment, dict)
    return str(experiment["id"])


def readout_of(report: Report) -> dict[str, Any]:
    readout = report.detail["readout"]
    assert isinstance(readout, dict)
    return readout


def test_a_file_becomes_an_experiment_with_a_readout(alice: Member) -> None:
    report = read(alice, SMALL)

    [experiment] = Experiment.objects.all()
    assert (experiment.title, report.created, report.detail["units"]) == ("tour", 1, 200)
    metrics = {metric["name"]: metric["kind"] for metric in readout_of(report)["metrics"]}
    assert metrics == {"kept": "proportion", "rounds": "mean"}
    assert report.detail["ignored"] == ["source"]


def test_a_dry_run_gives_the_same_readout_and_writes_nothing(alice: Member) -> None:
    before = AuditRow.objects.count()

    dry = read(alice, SMALL, dry_run=True)

    assert (Experiment.objects.count(), AuditRow.objects.count(), dry.run_id) == (0, before, None)
    assert readout_of(dry) == readout_of(read(alice, SMALL))


def test_the_same_file_again_changes_nothing(alice: Member) -> None:
    read(alice, SMALL)

    again = read(alice, SMALL)

    assert (again.created, again.unchanged, Experiment.objects.count()) == (0, 1, 1)


def test_an_import_is_taken_back_as_a_unit(alice: Member) -> None:
    report = read(alice, SMALL)
    assert report.run_id is not None

    undo_run(actor=alice, run_id=report.run_id)

    assert Experiment.objects.get().node.trashed_at is not None


def test_a_control_that_cannot_be_told_is_asked_for_with_the_variants_found(alice: Member) -> None:
    with pytest.raises(NoControl) as refusal:
        read(alice, SMALL.replace(b"control", b"plain"))

    assert refusal.value.extra == {"variants": ["tour", "plain"]}
    assert not Experiment.objects.exists()


def test_rows_that_cannot_count_are_listed_and_the_others_count(alice: Member) -> None:
    mixed = b"m1,control,TRUE,1,x\nm1,tour,TRUE,1,x\n"
    bad = SMALL + mixed + b"u0,tour,TRUE,1,x\n,tour,TRUE,1,x\nz1,tour,perhaps,1,x\n"

    report = read(alice, bad)

    assert (report.detail["units"], report.rejected) == (201, 4)
    assert sorted((error.row, error.field) for error in report.errors) == [
        (202, "user"),
        (203, "user"),
        (204, "user"),
        (205, "user"),
        (206, "kept"),
    ]


def test_a_metric_may_be_named_with_its_kind(alice: Member) -> None:
    report = read(alice, SMALL, metric="kept=mean")

    assert [(m["name"], m["kind"]) for m in readout_of(report)["metrics"]] == [("kept", "mean")]


def test_cookie_cats_reads_as_published(alice: Member) -> None:
    path = DATA / "ab_cookie_cats.csv.gz"
    if not path.exists():
        pytest.skip("the real data is not beside the repository")
    oracle = json.loads((DATA / "oracles.json").read_text())["ab_cookie_cats"]

    report = run_import(
        actor=alice,
        source="experiment",
        file=io.BytesIO(path.read_bytes()),
        file_name=path.name,
        options={"unit": "userid", "variant": "version", "control": "gate_30"},
    )

    answer: dict[str, Any] = report.answer
    found = {metric["metric"]: metric for metric in answer["metrics"]}
    kept, rounds = found["retention_7"], found["sum_gamerounds"]
    assert answer["srm"] == {"p_value": pytest.approx(oracle["srm"]["p"]), "flag": True}
    assert [kept["effect"], *kept["interval"]] == pytest.approx([-0.008201, -0.013282, -0.003121], abs=1e-6)
    assert kept["p_value"] == pytest.approx(oracle["retention_7"]["p_two_sided"], rel=1e-3)
    assert rounds["p_value"] == pytest.approx(oracle["sum_gamerounds_welch"]["p_two_sided"], rel=1e-3)
    assert readout_of(report)["decision"]["headline"] == "The split is off"


@pytest.mark.parametrize(
    ("content", "options"),
    [
        (b"user,variant,kept\n1,a\x00,1\n2,b,1\n", {"control": "b"}),
        (b'user,variant,kept\n1,"a,1\n2,b,1\n', {"control": "b"}),
        (b"user,variant,kept\n1,\xff\xfe,1\n2,b,1\n", {"control": "b"}),
        (b"user,variant,kept\n1," + b"a" * 300 + b",1\n2,b,1\n", {"control": "b"}),
        (b"user,variant,kept\n", {"control": "b"}),
        (b"user,variant,kept\n1,b,1\n", {"control": "b"}),
        (b"user,variant,kept\n1,a,1\n2,b,1\n", {"control": "b", "metric": "kept:magic"}),
        (b"user,variant,kept\n1,a,1\n2,b,1\n", {"control": "b", "metric": "gone"}),
        (b"user,variant,kept\n1,a,1\n2,b,1\n", {"control": "b", "segment": "gone"}),
        (b"user,variant,kept\n1,a,1\n2,b,1\n", {"control": "b", "expected": "1,2,3"}),
        (b"user,variant,kept\n1,a,1\n2,b,1\n", {"control": "b", "experiment": "x"}),
        (b"user,variant,from\n1,a,ads\n2,b,mail\n", {"control": "b"}),
    ],
)
def test_results_that_cannot_be_read_are_refused_by_name_and_leave_nothing(
    alice: Member, content: bytes, options: dict[str, Any]
) -> None:
    with pytest.raises(DomainError) as refusal:
        read(alice, content, **options)

    assert refusal.value.fields
    assert not Experiment.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-8"])
def test_a_file_is_read_in_the_encodings_of_spreadsheets(alice: Member, encoding: str) -> None:
    text = SMALL.decode().replace(",", ";").replace("tour", "töur")

    report = read(alice, text.encode(encoding))

    assert [arm["variant"] for arm in readout_of(report)["srm"]["arms"]] == ["control", "töur"]


def test_segments_covariates_and_quantiles_are_kept_and_the_file_is_known_again(alice: Member) -> None:
    options: dict[str, Any] = {
        "metric": "kept,rounds:quantile=0.5,rounds/rounds:ratio",
        "segment": "source",
        "expected": "1,1",
    }

    first, again = read(alice, SMALL, **options), read(alice, SMALL, **options)

    assert [first.created, again.unchanged] == [1, 1]
    assert first.answer == again.answer
    assert [metric["kind"] for metric in readout_of(first)["metrics"]] == ["proportion", "quantile", "ratio"]
    levels: Any = first.answer["segments"]
    assert [(level["segment"], level["level"]) for level in levels] == [("source", "paid")]


def test_the_answer_is_the_analysis_of_the_file_with_the_decision_of_the_page(alice: Member, tmp_path: Path) -> None:
    file = tmp_path / "tour.csv"
    file.write_bytes(SMALL)
    metrics = (parse_metric("kept", role="monitor"), parse_metric("rounds", role="monitor"))
    found = analyze(file, Plan(unit="user", variant="variant", control="control", metrics=metrics)).to_dict()

    report = read(alice, SMALL, metric="kept,rounds")

    answer, decision = report.answer, readout_of(report)["decision"]
    assert answer == {**found, "decision": decision}
    assert (decision["is_planned"], decision["headline"]) == (False, "No metric is planned")
    assert (
        ClientOf(alice).get(f"/api/experiments/experiments/{created_id(report)}/readout").json()["decision"] == decision
    )


def test_results_are_judged_once_their_metrics_are_planned(alice: Member) -> None:
    report = read(alice, SMALL)
    experiment = get_experiment(alice, UUID(created_id(report)))
    plan_metrics(actor=alice, experiment=experiment, plans=[MetricPlan(name="kept", role=MetricRole.PRIMARY)])

    again: Any = read(alice, SMALL).answer

    assert (again["decision"]["is_planned"], again["decision"]["headline"]) == (True, "Undecided")
    assert {each["metric"]: each["role"] for each in again["metrics"]} == {"kept": "success", "rounds": "monitor"}


def test_a_variant_that_nobody_planned_gets_the_average_of_the_planned_shares(alice: Member) -> None:
    first = read(alice, SMALL, expected="30,30")
    more = SMALL + b"".join(b"v%d,video,TRUE,1,paid\n" % each for each in range(100))

    again = read(alice, more, experiment=created_id(first))

    arms = readout_of(again)["srm"]["arms"]
    assert [(arm["variant"], arm["weight"], arm["expected"]) for arm in arms] == [
        ("control", 30, 100),
        ("tour", 30, 100),
        ("video", 30, 100),
    ]
