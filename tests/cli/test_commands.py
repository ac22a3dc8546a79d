import os
import subprocess
import sys
from pathlib import Path

import pytest

from truenorth.cli.app import describe_refusal, run
from truenorth.cli.context import acting
from truenorth.domains.kit.errors import Invalid
from truenorth.domains.workspace.models import Member, User, Workspace


def truenorth(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "truenorth", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_help_does_not_load_django() -> None:
    probe = "import sys; from truenorth.cli.app import run; run(['--help']); sys.exit('django' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=False)

    assert done.returncode == 0
    assert "password" in done.stdout


def test_a_misused_command_exits_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["password"]) == 2
    assert "EMAIL" in capsys.readouterr().err.upper()


def test_an_unknown_setting_is_named(tmp_path: Path) -> None:
    done = truenorth("password", "x@y.z", TRUENORTH_DATA_DIR=str(tmp_path), TRUENORTH_PROT="8001")

    assert done.returncode == 1
    assert done.stderr == "setting TRUENORTH_PROT: no such setting; did you mean TRUENORTH_PORT?\n"


def test_an_empty_data_folder_is_made_and_migrated(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there"

    done = truenorth("password", "nobody@example.com", TRUENORTH_DATA_DIR=str(folder))

    assert done.stderr == "There is no account nobody@example.com. [kit.not_found]\n"
    assert done.returncode == 1
    assert (folder / "truenorth.sqlite3").exists()


def test_a_refusal_is_one_line() -> None:
    refusal = Invalid("Some fields\nare not valid.", fields={"title": "Too long."})

    assert describe_refusal(refusal) == "Some fields are not valid. title: Too long. [kit.invalid]"


def test_a_command_makes_a_default_workspace_where_there_is_none(db: None) -> None:
    with acting(workspace=None, email=None) as member:
        assert (member.workspace.slug, member.role) == ("default", "owner")
        assert member.user.is_instance_owner

    with acting(workspace=None, email=None) as again:
        assert again == member


def test_a_dry_run_leaves_nothing_behind(db: None) -> None:
    with acting(workspace=None, email=None, dry_run=True) as member:
        assert member.workspace.slug == "default"

    assert not Workspace.objects.exists()
    assert not User.objects.exists()


def test_a_command_acts_as_the_owner_unless_told_otherwise(olga: Member, alice: Member) -> None:
    with acting(workspace="larkspur", email=None) as member:
        assert member == olga
    with acting(workspace=None, email="alice@example.com") as member:
        assert member == alice


def test_several_workspaces_ask_for_a_name(olga: Member, charlie: Member, capsys: pytest.CaptureFixture[str]) -> None:
    from truenorth.cli.context import WorkspaceUnclear

    with pytest.raises(WorkspaceUnclear, match=r"elsewhere, larkspur"), acting(workspace=None, email=None):
        pass


def test_a_password_is_made_and_works(olga: Member, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["password", "OLGA@example.com"]) == 0

    olga.user.refresh_from_db()
    assert olga.user.check_password(capsys.readouterr().out.strip())
