"""`truenorth experiment analyze` on ten million rows, as a process of its own; ROWS=100000 for fewer.

The file (six columns, ids as text, about 480 MB) is made once from a seed and kept under .build. The peer is pyarrow
reading the same columns once, in a process as well: what is above it is counting units, sums, a quantile and numbers.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

ROWS = int(os.environ.get("ROWS", "10000000"))
CHUNK = 500_000
FOLDER = Path(__file__).resolve().parent.parent / ".build" / "benchmarks"
METRICS = ("retained:proportion", "spend:mean", "latency:quantile=0.9")
PEER = """
import sys
from pyarrow import csv
columns = ["user_id", "variant", "retained", "spend", "latency"]
options = csv.ConvertOptions(include_columns=columns)
print(sum(batch.num_rows for batch in csv.open_csv(sys.argv[1], convert_options=options)))
"""


def make_file() -> Path:
    path = FOLDER / f"experiment-{ROWS}.csv"
    if path.exists():
        return path
    FOLDER.mkdir(parents=True, exist_ok=True)
    dice = np.random.default_rng(20261126)
    unfinished = path.with_suffix(".part")
    with unfinished.open("wb") as file:
        for first in range(0, ROWS, CHUNK):
            csv.write_csv(
                make_rows(dice, first, min(CHUNK, ROWS - first)), file, csv.WriteOptions(include_header=not first)
            )
    unfinished.rename(path)
    return path


def make_rows(dice: np.random.Generator, first: int, rows: int) -> pa.Table:
    digits = pc.utf8_lpad(pa.array(np.arange(first, first + rows)).cast(pa.string()), 11, padding="0")
    has_tour = dice.random(rows) < 0.5
    return pa.table(
        {
            "user_id": pc.binary_join_element_wise("user", digits, "-"),
            "variant": np.where(has_tour, "tour", "control"),
            "country": dice.choice(["DE", "FR", "US"], rows),
            "retained": (dice.random(rows) < 0.2 + 0.002 * has_tour).astype(np.int8),
            "spend": dice.gamma(2, 10, rows).round(4),
            "latency": dice.lognormal(4, 0.6, rows).round(3),
        }
    )


def run(name: str, command: list[str]) -> float:
    """Wall, CPU and peak memory of a process; its wall seconds."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - the commands below
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    if status:
        sys.exit(f"{name} ended with status {status}")
    peak = used.ru_maxrss / (1 << 10 if sys.platform == "linux" else 1 << 20)
    print(f"{name}: {wall:.1f} s wall, {used.ru_utime + used.ru_stime:.1f} s of CPU, {peak:,.0f} MB at most")
    return wall


def main() -> None:
    path = make_file()
    print(f"{ROWS:,} rows, {path.stat().st_size / 1e6:,.0f} MB, {len(METRICS)} metrics, one of them a quantile")
    asked = [option for metric in METRICS for option in ("--metric", metric)]
    named = ["--unit", "user_id", "--variant", "variant", "--control", "control"]
    ours = run(
        "truenorth", [sys.executable, "-m", "truenorth", "experiment", "analyze", str(path), *named, *asked, "--json"]
    )
    peer = run("pyarrow, reading once", [sys.executable, "-c", PEER, str(path)])
    print(f"{ours / peer:.1f} times the time of reading it once")


if __name__ == "__main__":
    main()
