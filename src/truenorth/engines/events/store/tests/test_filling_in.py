"""Where the rows of a run are, once it was woven with others."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from truenorth.engines.events.store.runs import UNFILLED, Rows, Woven, fill_in

HISTORIES = st.dictionaries(st.sampled_from("abc"), st.lists(st.integers(0, 3), min_size=1, max_size=6), max_size=3)


def _run(histories: dict[str, list[int]], first_code: int) -> Rows:
    names = sorted(histories)
    times = [moment for name in names for moment in sorted(histories[name])]
    starts = np.cumsum([0, *(len(histories[name]) for name in names)]).astype(np.int64)
    labels = pa.array([None, *map(str, range(1, 200))], pa.string())
    codes = np.arange(first_code, first_code + len(times), dtype=np.int32)
    return Rows(pa.array(names, pa.string()), starts, np.array(times, np.int64), {"p:x": (labels, codes)})


@given(st.lists(HISTORIES, min_size=1, max_size=4))
def test_values_filled_in_run_by_run_are_those_of_the_runs_woven_together(parts: list[dict[str, list[int]]]) -> None:
    runs = [_run(part, 1 + 40 * at) for at, part in enumerate(parts)]
    whole = Woven(runs)
    filled = np.full(whole.times.size, UNFILLED, np.int32)

    found = [fill_in(whole, run, run.column("p:x")[1], filled) for run in runs]

    assert all(found)
    assert filled.tolist() == whole.column("p:x")[1].tolist()


def test_a_row_that_the_whole_does_not_have_is_told() -> None:
    whole, strange = Woven([_run({"a": [1, 3]}, 1)]), _run({"a": [2]}, 1)
    nobody = _run({"b": [1]}, 1)

    filled = np.full(2, UNFILLED, np.int32)

    assert not fill_in(whole, strange, strange.column("p:x")[1], filled)
    assert not fill_in(whole, nobody, nobody.column("p:x")[1], filled)
    assert filled.tolist() == [UNFILLED, UNFILLED]
