"""What the page asks while an import runs in another request."""

import io
import json
from collections.abc import Sequence
from typing import Any
from unittest.mock import Mock
from uuid import UUID

import pytest
from conftest import ClientOf
from django.core.files.uploadedfile import SimpleUploadedFile

from truenorth.domains.kit.errors import DomainError
from truenorth.domains.kit.tables.errors import QuoteLeftOpen
from truenorth.domains.workspace.models import Member
from truenorth.edges.imports import progress
from truenorth.edges.imports.importers import ReadRow, TableImporter
from truenorth.edges.imports.jobs import Job
from truenorth.edges.imports.running import run_import

KEY = UUID("018f0000-0000-7000-8000-000000000001")
NOTHING = {"done": 0, "total": None}
HEADER = b"id,name\n"
THOUSANDS = b"".join(b"%d,Part %d\n" % (each, each) for each in range(2_500))
RAGGED = b"one,field,too many\n" * 500
SIX_CARDS = json.dumps({"cards": [{"id": str(each), "name": f"Card {each}"} for each in range(6)]}).encode()


def _ask(viewer: Member) -> dict[str, Any]:
    answer = ClientOf(viewer).get(f"/api/imports/progress?key={KEY}")
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def _import(
    actor: Member, content: bytes, *, source: str = "components", dry_run: bool = False, key: UUID | None = KEY
) -> None:
    file = io.BytesIO(content)
    run_import(actor=actor, source=source, file=file, file_name="parts.csv", dry_run=dry_run, progress_key=key)


class Watching:
    """Asks as somebody whenever a batch is about to be written; each batch takes a minute, and reading no time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.viewer: Member | None = None
        self.answers: list[dict[str, Any]] = []
        self._now = 1_000.0
        write = TableImporter._write

        def ask_and_write(importer: TableImporter[Any], batch: Sequence[ReadRow]) -> None:
            if self.viewer:
                self.answers.append(_ask(self.viewer))
            write(importer, batch)
            self._now += 60

        monkeypatch.setattr(TableImporter, "_write", ask_and_write)
        monkeypatch.setattr(progress, "monotonic", lambda: self._now)


@pytest.fixture
def watching(monkeypatch: pytest.MonkeyPatch) -> Watching:
    return Watching(monkeypatch)


@pytest.mark.parametrize("dry_run", [True, False])
def test_rows_are_told_as_their_batches_are_done_and_forgotten_at_the_end(
    alice: Member, watching: Watching, *, dry_run: bool
) -> None:
    watching.viewer = alice

    _import(alice, HEADER + THOUSANDS, dry_run=dry_run)

    assert watching.answers == [{"done": done, "total": 2_500} for done in (0, 1_000, 2_000)]
    assert _ask(alice) == NOTHING


def test_rows_that_stay_out_are_done_too(alice: Member, watching: Watching) -> None:
    watching.viewer = alice

    _import(alice, HEADER + RAGGED + THOUSANDS, dry_run=True)

    assert watching.answers == [{"done": done, "total": 3_000} for done in (0, 1_500, 2_500)]


def test_the_items_of_an_export_in_json_are_counted(alice: Member, watching: Watching) -> None:
    watching.viewer = alice

    _import(alice, SIX_CARDS, source="trello")

    assert watching.answers == [{"done": 0, "total": 6}]


@pytest.mark.parametrize("other", ["olga", "vera", "charlie"])
def test_nobody_else_sees_how_far_it_is(
    alice: Member, watching: Watching, other: str, request: pytest.FixtureRequest
) -> None:
    watching.viewer = request.getfixturevalue(other)

    _import(alice, HEADER + THOUSANDS)

    assert watching.answers == [NOTHING] * 3


def test_an_import_that_breaks_off_is_under_way_no_longer(
    alice: Member, watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    watching.viewer = alice

    def break_off(*_: object, **__: object) -> None:
        raise DomainError("The disk is full.")

    monkeypatch.setattr("truenorth.edges.imports.running.finish_import", break_off)
    with pytest.raises(DomainError):
        _import(alice, HEADER + THOUSANDS)

    assert watching.answers[-1] == {"done": 2_000, "total": 2_500}
    assert _ask(alice) == NOTHING


def test_a_file_that_ends_within_a_quotation_is_refused_as_ever(alice: Member) -> None:
    with pytest.raises(QuoteLeftOpen):
        _import(alice, HEADER + THOUSANDS + b'9999,"open\n')

    assert _ask(alice) == NOTHING


def test_without_a_key_no_rows_are_counted_beforehand(alice: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    counting = Mock(return_value=2_500)
    monkeypatch.setattr(Job, "count_rows", counting)

    _import(alice, HEADER + THOUSANDS, dry_run=True, key=None)
    counting.assert_not_called()
    _import(alice, HEADER + THOUSANDS, dry_run=True)
    counting.assert_called_once()


def test_the_page_names_the_key_beside_the_file(alice: Member, watching: Watching) -> None:
    watching.viewer = alice
    options = json.dumps({"dry_run": True, "progress_key": str(KEY)})

    answer = ClientOf(alice).post(
        "/api/imports/components", {"file": SimpleUploadedFile("parts.csv", HEADER + THOUSANDS), "options": options}
    )

    assert (answer.status_code, answer.json()["created"]) == (200, 2_500)
    assert [each["done"] for each in watching.answers] == [0, 1_000, 2_000]
