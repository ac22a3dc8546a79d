"""Nothing that was acknowledged is lost, and nothing is there twice, however often its writers are killed."""

from pathlib import Path

from tests.crash.killing import crash


def test_writers_and_compactors_may_be_killed_at_any_moment(tmp_path: Path) -> None:
    killed, verdict = crash(tmp_path / "store", kills=60, seed=7)

    assert killed >= 60
    assert verdict.acknowledged > 0
    assert (verdict.lost, verdict.duplicates, verdict.strange, verdict.faults) == (0, 0, 0, ())
