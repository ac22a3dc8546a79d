from pathlib import Path

from tests.cli.test_commands import truenorth


def test_a_new_installation_is_well_but_for_a_page_that_is_not_built(tmp_path: Path) -> None:
    done = truenorth("doctor", TRUENORTH_DATA_DIR=str(tmp_path / "new"), TRUENORTH_SECRET_KEY="dear me")

    lines = done.stdout.splitlines()
    wrong = [line for line in lines if line.startswith("!!")]
    assert [line for line in wrong if "page" not in line] == []
    assert done.returncode == int(bool(wrong))
    assert any("SQLite" in line and "journal mode wal" in line for line in lines)
    assert any("migrations    all applied" in line for line in lines)
    assert any("event store   none yet" in line for line in lines)
    assert any("TRUENORTH_SECRET_KEY=****" in line for line in lines)
    assert "dear me" not in done.stdout


def test_a_database_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    url = "postgres://tn:hunter2@127.0.0.1:1/tn"

    done = truenorth("doctor", TRUENORTH_DATA_DIR=str(tmp_path), DATABASE_URL=url)

    assert done.returncode == 1
    assert "DATABASE_URL=postgres://tn:****@127.0.0.1:1/tn" in done.stdout
    assert "!!  database      postgresql:" in done.stdout
    assert "hunter2" not in done.stdout + done.stderr


def test_a_broken_database_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "truenorth.sqlite3").write_bytes(b"this was a database once" * 100)

    done = truenorth("doctor", TRUENORTH_DATA_DIR=str(tmp_path))

    assert done.returncode == 1
    assert "file is not a database" in done.stdout
    assert "Traceback" not in done.stderr
