import subprocess
import sys
from pathlib import Path

SOURCE = """
from typing import NamedTuple
from numba import types
from truenorth.engines.events.asking.kernels import LONGS
from truenorth.engines.kernels import kernel, fixed
import numpy as np
class NAME(NamedTuple):
    one: object
    other: object
@kernel(types.int64(types.NamedUniTuple(LONGS, 2, NAME)))
def size(pair):
    return pair.one.size
print(size(NAME(fixed(np.arange(3)), fixed(np.arange(3)))))
"""


def test_what_an_earlier_version_compiled_does_not_break_a_later_one(tmp_path: Path) -> None:
    """A type of a signature was renamed, and the index beside the source still names it."""
    for name in ("Before", "After"):
        (tmp_path / "passes.py").write_text(SOURCE.replace("NAME", name))
        done = subprocess.run(
            [sys.executable, "-c", "import passes"], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert (done.stdout, done.returncode) == ("3\n", 0), done.stderr
