"""The import core, through its first user: components."""

import gzip
import io
import json
from collections.abc import Mapping, Sequence
from uuid import UUID

import pytest
from conftest import ClientOf
from django.core.files.uploadedfile import SimpleUploadedFile

from truenorth.domains.engineering.models import Component
from truenorth.domains.graph.errors import ExternalIdTaken, ImportNotUndoable
from truenorth.domains.graph.models import Node
from truenorth.domains.graph.selectors import list_records
from truenorth.domains.graph.services import restore_nodes, save_drafts, trash_nodes
from truenorth.domains.kit.errors import DomainError, Forbidden, NotFound
from truenorth.domains.kit.tables import UNLIMITED, Limits
from truenorth.domains.workspace.models import AuditRow, ImportRun, Member
from truenorth.edges.imports.components import ComponentImporter
from truenorth.edges.imports.jobs import Report
from truenorth.edges.imports.running import run_import, undo_run

HEADER = b"id,name,description\n"
TWO = HEADER + b"1,Files,Stores files\n2,Mail,Sends mail\n"
THOUSANDS = HEADER + b"".join(b"%d,Part %d,\n" % (each, each) for each in range(2_500))


def _brief(value: object) -> str:
    """A part of a test's id: bytes are left out, as they are long and those of gzip differ from run to run."""
    return "bytes" if isinstance(value, bytes) else str(value)


def _import(
    actor: Member, content: bytes, *, limits: Limits = UNLIMITED, dry_run: bool = False, **mapping: str
) -> Report:
    return run_import(
        actor=actor,
        source="components",
        file=io.BytesIO(content),
        file_name="parts.csv",
        mapping=mapping,
        dry_run=dry_run,
        limits=limits,
    )


def _counts(report: Report) -> tuple[int, int, int]:
    return report.created, report.unchanged, report.rejected


def _titles(viewer: Member) -> list[str]:
    return sorted(component.title for component in list_records(viewer, Component))


def _nothing_is_here(viewer: Member) -> bool:
    return not list_records(viewer, Component).exists()


def test_columns_are_found_by_their_usual_names(alice: Member) -> None:
    report = _import(alice, TWO)

    assert report.mapping == {"title": "name", "body": "description", "external_id": "id"}
    assert _counts(report) == (2, 0, 0)
    assert _titles(alice) == ["Files", "Mail"]
    assert list_records(alice, Component).get(node__title="Mail").body == "Sends mail"


def test_a_component_has_its_kind_type_and_lifecycle(alice: Member) -> None:
    report = _import(alice, b"name,kind,type,stage\nInvoices,API,openapi,production\nMail,Post,,\nFiles,,,\n")

    assert _counts(report) == (2, 0, 1)
    assert (report.errors[0].row, report.errors[0].field) == (3, "sort")
    rows = (
        list_records(alice, Component).order_by("node__title").values_list("node__title", "sort", "type", "lifecycle")
    )
    assert list(rows) == [("Files", "component", "", ""), ("Invoices", "api", "openapi", "production")]


def test_the_same_file_again_changes_nothing(alice: Member) -> None:
    _import(alice, TWO)

    assert _counts(_import(alice, TWO + b"3,Search,\n")) == (1, 2, 0)
    assert len(_titles(alice)) == 3


def test_without_ids_rows_are_known_by_their_content_and_twins_stay_two(alice: Member) -> None:
    content = b"name\nFiles\nFiles\nMail\n"

    assert _counts(_import(alice, content)) == (3, 0, 0)
    assert _counts(_import(alice, content)) == (0, 3, 0)


def test_a_dry_run_says_what_the_real_run_does_and_writes_nothing(alice: Member) -> None:
    content = TWO + b"2,Twin,\n4,,\n5," + b"x" * 301 + b",\n6\n"

    tried = _import(alice, content, dry_run=True)
    assert not Node.objects.exists()
    assert not ImportRun.objects.exists()
    done = _import(alice, content)

    assert tried.run_id is None
    assert _counts(tried) == _counts(done) == (2, 0, 4)
    assert tried.errors == done.errors
    assert tried.sample == done.sample
    assert [(error.row, error.field) for error in done.errors] == [
        (4, "external_id"),
        (7, ""),
        (5, "title"),
        (6, "title"),
    ]


def test_a_dry_run_counts_what_is_here_already(alice: Member) -> None:
    _import(alice, TWO)

    assert _counts(_import(alice, TWO, dry_run=True)) == (0, 2, 0)


def test_undo_takes_back_the_run_as_a_unit_and_it_may_come_in_again(alice: Member) -> None:
    report = _import(alice, THOUSANDS)
    assert report.run_id is not None

    undo_run(actor=alice, run_id=report.run_id)

    assert _nothing_is_here(alice)
    with pytest.raises(ImportNotUndoable):
        undo_run(actor=alice, run_id=report.run_id)
    assert _counts(_import(alice, THOUSANDS)) == (2_500, 0, 0)


def test_a_record_of_an_undone_import_does_not_come_back_beside_its_twin(alice: Member) -> None:
    report = _import(alice, TWO)
    old = [node.id for node in Node.objects.all()]
    assert report.run_id is not None
    undo_run(actor=alice, run_id=report.run_id)
    _import(alice, TWO)

    with pytest.raises(ExternalIdTaken):
        restore_nodes(actor=alice, ids=old)

    assert _titles(alice) == ["Files", "Mail"]


def test_what_somebody_put_into_the_trash_does_not_come_back_by_itself(alice: Member) -> None:
    _import(alice, TWO)
    trash_nodes(actor=alice, ids=[Node.objects.get(title="Mail").id])

    assert _counts(_import(alice, TWO)) == (0, 2, 0)
    assert _titles(alice) == ["Files"]


def test_a_file_that_breaks_off_midway_leaves_nothing_in_sight(alice: Member) -> None:
    broken = THOUSANDS + b'9999,"never closed\n'

    with pytest.raises(DomainError) as refusal:
        _import(alice, broken)

    assert refusal.value.code == "kit.quote_left_open"
    assert _nothing_is_here(alice)
    run = ImportRun.objects.get()
    assert run.finished_at is None
    assert run.undone_at is not None
    assert _counts(_import(alice, THOUSANDS)) == (2_500, 0, 0)


def test_nothing_is_in_sight_while_an_import_runs(alice: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def save_and_look(importer: ComponentImporter, drafts: Sequence[Component]) -> Sequence[Component]:
        saved = save_drafts(Component, actor=importer.job.actor, drafts=drafts)
        seen.append(list_records(alice, Component).count())
        return saved

    monkeypatch.setattr(ComponentImporter, "save", save_and_look)
    _import(alice, THOUSANDS)

    assert seen == [0, 0, 0]
    assert list_records(alice, Component).count() == 2_500


def test_long_rows_are_written_in_smaller_batches(alice: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("truenorth.edges.imports.importers.BATCH_CHARACTERS", 10_000)
    sizes: list[int] = []

    def save_and_count(importer: ComponentImporter, drafts: Sequence[Component]) -> Sequence[Component]:
        sizes.append(len(drafts))
        return save_drafts(Component, actor=importer.job.actor, drafts=drafts)

    monkeypatch.setattr(ComponentImporter, "save", save_and_count)
    _import(alice, HEADER + b"".join(b"%d,Part,%s\n" % (each, b"x" * 4_000) for each in range(7)))

    assert sizes == [3, 3, 1]


def test_every_record_and_the_run_leave_audit_rows(alice: Member) -> None:
    report = _import(alice, TWO)

    actions = AuditRow.objects.order_by("created_at", "target_kind").values_list("action", "target_kind")
    assert [pair for pair in actions if pair[1] in ("component", "import")] == [
        ("create", "component"),
        ("create", "component"),
        ("import", "import"),
    ]
    assert AuditRow.objects.get(action="import").target_id == report.run_id


def test_a_mapping_may_be_said_and_what_it_names_must_exist(alice: Member) -> None:
    content = b"id,a,b\n1,Files,Mail\n"

    with pytest.raises(DomainError) as missing:
        _import(alice, content)
    with pytest.raises(DomainError) as no_column:
        _import(alice, content, title="c")
    with pytest.raises(DomainError) as no_field:
        _import(alice, content, colour="a")

    assert (missing.value.code, list(missing.value.fields)) == ("imports.columns_missing", ["mapping.title"])
    assert missing.value.extra["columns"] == ["id", "a", "b"]
    assert (no_column.value.code, list(no_column.value.fields)) == ("imports.mapping_refused", ["mapping.title"])
    assert list(no_field.value.fields) == ["mapping.colour"]
    assert _counts(_import(alice, content, title="b", external_id="")) == (1, 0, 0)
    assert _titles(alice) == ["Mail"]


def test_viewers_and_contributors_import_nothing_not_even_on_a_dry_run(vera: Member, connie: Member) -> None:
    for member in (vera, connie):
        with pytest.raises(Forbidden):
            _import(member, TWO, dry_run=True)

    assert not ImportRun.objects.exists()


def test_a_stranger_does_not_undo(alice: Member, charlie: Member) -> None:
    report = _import(alice, TWO)
    assert report.run_id is not None

    with pytest.raises(NotFound):
        undo_run(actor=charlie, run_id=report.run_id)

    assert len(_titles(alice)) == 2


def _upload(
    member: Member, content: bytes, name: str = "parts.csv", **options: object
) -> tuple[int, Mapping[str, object]]:
    response = ClientOf(member).post(
        "/api/imports/components",
        {"file": SimpleUploadedFile(name, content), "options": json.dumps(options)},
    )
    return response.status_code, response.json()


def test_a_file_comes_in_by_the_api_and_goes_by_it(alice: Member) -> None:
    status, tried = _upload(alice, gzip.compress(TWO), "parts.csv.gz", dry_run=True)
    assert (status, tried["created"], tried["run_id"]) == (200, 2, None)

    status, done = _upload(alice, gzip.compress(TWO), "parts.csv.gz")
    assert (status, done["created"]) == (200, 2)
    runs = ClientOf(alice).get("/api/imports").json()
    assert [run["id"] for run in runs["items"]] == [done["run_id"]]

    undone = ClientOf(alice).post(f"/api/imports/{done['run_id']}/undo")
    assert undone.status_code == 200
    assert undone.json()["undone_at"]
    assert _nothing_is_here(alice)


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "kit.table_empty"),
        (b"\x89PNG\r\n" + bytes(2_000), 422, "kit.file_not_text"),
        (b"name,name\nFiles,Mail\n", 422, "kit.columns_repeated"),
        (HEADER + b'1,"open\n', 422, "kit.quote_left_open"),
        (gzip.compress(HEADER + b"1,aaaaaaaaaaaaaaaaaaaa,\n" * 2_000_000, mtime=0), 413, "kit.file_unpacks_too_large"),
        (gzip.compress(TWO, mtime=0)[:-12], 422, "kit.file_damaged"),
    ],
    ids=_brief,
)
def test_a_bad_file_is_a_clear_4xx_and_leaves_nothing(alice: Member, content: bytes, status: int, code: str) -> None:
    answered, problem = _upload(alice, content)

    assert (answered, problem["code"]) == (status, code)
    assert _nothing_is_here(alice)


def test_bad_rows_stay_out_and_the_good_ones_come_in(alice: Member) -> None:
    long = b"x" * 10_000
    content = (
        HEADER
        + b"1,Caf\xe9,\n2,Fine,\n3\n4,"
        + long
        + b",\n5,<script>alert(1)</script>,\n6,nul\0,\n"
        + b"7,Plain,\n" * 1
    )

    status, report = _upload(alice, content)

    assert (status, report["created"], report["rejected"]) == (200, 3, 4)
    assert _titles(alice) == ["<script>alert(1)</script>", "Fine", "Plain"]


@pytest.mark.parametrize(
    "options",
    ["nonsense", '{"mapping": 3}', '{"colour": "red"}', '{"options": {"unit": "x"}}', '{"progress_key": "mine"}'],
)
def test_options_that_make_no_sense_are_named(alice: Member, options: str) -> None:
    response = ClientOf(alice).post(
        "/api/imports/components", {"file": SimpleUploadedFile("a.csv", TWO), "options": options}
    )

    assert (response.status_code, response.json()["code"]) == (422, "imports.options_refused")
    assert _nothing_is_here(alice)


def test_an_unknown_source_and_a_missing_file_are_refused(alice: Member) -> None:
    client = ClientOf(alice)

    assert client.post("/api/imports/horoscopes", {"file": SimpleUploadedFile("a.csv", TWO)}).status_code == 404
    assert client.post("/api/imports/components", {}).status_code == 422
    assert client.post(f"/api/imports/{UUID(int=0)}/undo").status_code == 404
    assert [source["source"] for source in client.get("/api/imports/sources").json()]
