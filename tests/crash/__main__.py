"""`python -m tests.crash --kills 1000`: kill writers and compactors of a store, and count what is left."""

import argparse
import sys
import tempfile
import time

from tests.crash.killing import crash


def main() -> int:
    """0 when nothing was lost and nothing is there twice."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000, help="how often to kill")
    parser.add_argument("--seconds", type=float, default=None, help="stop after so many, whatever was killed by then")
    parser.add_argument("--seed", type=int, default=time.time_ns() % 2**32)
    given = parser.parse_args()
    sys.stdout.write(f"seed {given.seed}\n")
    with tempfile.TemporaryDirectory(prefix="truenorth-crash-") as folder:
        killed, verdict = crash(folder, kills=given.kills, seconds=given.seconds, seed=given.seed, shows_progress=True)
    sys.stdout.write(f"{killed:,} kills: {verdict}\n")
    for fault in verdict.faults:
        sys.stdout.write(f"  {fault}\n")
    return 0 if verdict.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
