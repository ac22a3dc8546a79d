import json
from pathlib import Path

import pytest

from truenorth.cli.app import run
from truenorth.domains.engineering.models import Component
from truenorth.domains.graph.models import Node
from truenorth.domains.workspace.models import Member


@pytest.fixture
def parts(tmp_path: Path) -> str:
    path = tmp_path / "parts.csv"
    path.write_text("Part;What\nFiles;Stores files\nMail;Sends mail\nBroken\n")
    return str(path)


@pytest.fixture(autouse=True)
def migrated(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's own database is in place already."""
    monkeypatch.setattr("truenorth.cli.context.prepare", lambda: None)


def test_a_file_comes_in_by_the_command_line(olga: Member, parts: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "components", parts, "--map", "title=Part", "--map", "body=What"]) == 0

    said = capsys.readouterr().out
    assert "parts.csv: 2 created, 0 here already, 1 rejected." in said
    assert "row 4: It has 1 fields; the header has 2." in said
    assert Component.objects.get(node__title="Mail").created_by == olga

    run_id = said.strip().rpartition(" ")[2]
    assert run(["import", "undo", run_id]) == 0
    assert not Node.objects.filter(trashed_at=None).exists()


@pytest.mark.usefixtures("olga")
def test_a_dry_run_prints_the_report_as_json_and_writes_nothing(parts: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "components", parts, "--map", "title=Part", "--dry-run", "--json"]) == 0

    report = json.loads(capsys.readouterr().out)
    assert (report["created"], report["rejected"], report["run_id"]) == (2, 1, None)
    assert not Node.objects.exists()


@pytest.mark.usefixtures("olga")
def test_mistakes_on_the_command_line_are_named(parts: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "horoscopes", parts]) == 2
    assert run(["import", "components", parts + ".gone"]) == 2
    assert run(["import", "components", parts, "--map", "title"]) == 2
    assert run(["import", "components", parts]) == 1

    assert "No column for Name; the columns are Part, What." in capsys.readouterr().err


@pytest.mark.usefixtures("olga")
def test_whoever_watches_sees_how_far_the_file_is_read_and_nothing_of_it_is_in_the_answer(
    parts: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")

    assert run(["import", "components", parts, "--map", "title=Part", "--dry-run"]) == 0

    said = capsys.readouterr()
    assert "parts.csv" in said.err
    assert "100%" in said.err
    assert said.out.startswith("parts.csv: 2 would be created")


@pytest.mark.usefixtures("olga")
def test_an_export_of_a_tracker_tells_what_else_it_brought(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export = tmp_path / "linear.csv"
    export.write_text("ID,Title,Status,Due Date,Blocked by\n1,Tour,Done,3/4/2026,\n2,Theme,Soon,,1\n")

    assert run(["import", "linear", str(export), "--dates", "month-first", "--states", "soon=candidate"]) == 0

    assert "dependencies: 1" in capsys.readouterr().out

    assert run(["export", "jira", "--to", str(tmp_path / "jira.csv")]) == 0
    assert run(["export", "linear"]) == 0

    said = capsys.readouterr().out
    assert said.startswith("jira.csv: 2 initiatives.\nTitle,")
    assert (tmp_path / "jira.csv").read_text().startswith("Summary,Description,Issue key,")
    assert run(["export", "horoscopes"]) == 1
