import io
import json
from pathlib import Path
from typing import Any

import pytest

from truenorth.domains.experiments.errors import NoControl
from truenorth.domains.experiments.models import Experiment
from truenorth.domains.workspace.models import AuditRow, Member
from truenorth.edges.imports.jobs import Report
from truenorth.edges.imports.running import run_import, undo_run

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

    assert report.detail["units"] == 200
    assert [(error.row, error.field) for error in report.errors] == [
        (202, "unit"),
        (203, "unit"),
        (204, "unit"),
        (205, "unit"),
        (206, "kept"),
    ]


def test_a_metric_may_be_named_with_its_kind(alice: Member) -> None:
    report = read(alice, SMALL, metric="kept=mean")

    assert [(m["name"], m["kind"]) for m in readout_of(report)["metrics"]] == [("kept", "mean")]


def test_cookie_cats_reads_as_published(alice: Member) -> None:
    path = DATA / "ab_cookie_cats.csv.gz"
    if not path.exists():
        pytest.skip("the real data is not beside the repository")
    oracle = json.loads((DATA / "oracles.json").read_text())
    assert oracle

    report = run_import(
        actor=alice,
        source="experiment",
        file=io.BytesIO(path.read_bytes()),
        file_name=path.name,
        options={"unit": "userid", "variant": "version", "control": "gate_30"},
    )

    readout = readout_of(report)
    assert readout["split"]["p_value"] == pytest.approx(0.00861, abs=5e-6)
    assert readout["split"]["is_flagged"]
    effects = {metric["name"]: metric["effects"][0] for metric in readout["metrics"]}
    kept = effects["retention_7"]
    assert [kept["difference"], kept["low"], kept["high"]] == pytest.approx([-0.008201, -0.013282, -0.003121], abs=1e-6)
    assert kept["p_value"] == pytest.approx(0.001554, abs=1e-6)
    assert effects["sum_gamerounds"]["p_value"] == pytest.approx(0.37592, abs=1e-5)
    assert "split" in readout["verdict"]["headline"].lower()
