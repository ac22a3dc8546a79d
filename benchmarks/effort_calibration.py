"""Effort calibration on real sprints that it has not seen: what the correction saves beside the plan as it stands.

765 sprints of 29 boards of one open-source company, whose issue tracker counts issues and no hours (Choetkiertikul et
al., IEEE TSE 2017). The estimate is what a sprint was committed to, the actual what it delivered, each plus half an
issue so that a sprint that delivered nothing has a logarithm. Boards share sprints, so each distinct row counts once,
and all rows of a sprint are on one side of the cut: trained on the earlier sprints, judged on the later ones.
"""

import csv
import gzip
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from truenorth.engines.forecasting import EffortCalibration, Finished, calibrate_effort, judge_effort

SPRINTS = Path(__file__).resolve().parent.parent.parent / "shared/data/sprints_mongodb_iteration.csv.gz"
HALF = 0.5
CUTS = (0.6, 0.7, 0.8)
SHOWN = 6


class Sprint(NamedTuple):
    number: int
    work: Finished


def read_sprints() -> list[Sprint]:
    """The distinct sprints that were committed to something, in their order."""
    seen: set[tuple[str, ...]] = set()
    sprints = []
    with gzip.open(SPRINTS, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            content = tuple(value for name, value in row.items() if name != "boardid")
            committed = sum(float(row[name]) for name in ("vel_todo", "vel_inprogress", "vel_done"))
            if committed > 0 and content not in seen:
                seen.add(content)
                delivered = committed + float(row["vel_diff"])
                work = Finished(committed + HALF, delivered + HALF, row["boardid"])
                sprints.append(Sprint(int(row["sprintid"]), work))
    return sorted(sprints, key=lambda sprint: sprint.number)


def cut_at(sprints: list[Sprint], share: float) -> tuple[list[Finished], list[Finished]]:
    numbers = sorted({sprint.number for sprint in sprints})
    first = numbers[int(share * len(numbers))]
    earlier = [sprint.work for sprint in sprints if sprint.number < first]
    return earlier, [sprint.work for sprint in sprints if sprint.number >= first]


def judge(sprints: list[Sprint], share: float) -> EffortCalibration:
    earlier, later = cut_at(sprints, share)
    started = time.perf_counter()
    calibration = calibrate_effort(earlier)
    seconds = time.perf_counter() - started
    found = judge_effort(calibration, later)
    print(f"{len(earlier)} earlier sprints, {found.count} later ones ({seconds:.2f} s):")
    print(f"  mean error, plan as it stands     {found.error_plain:6.2f} issues")
    print(f"  mean error, corrected             {found.error_corrected:6.2f} issues")
    print(f"  ratio: {found.error_corrected / found.error_plain:.2f} of the error")
    print(f"  pinball loss, one range for all   {found.pinball_pooled:6.2f}")
    print(f"  pinball loss, by team and size    {found.pinball_corrected:6.2f}")
    print(f"  ratio: {found.pinball_corrected / found.pinball_pooled:.2f} of the loss")
    print(f"  between P10 and P90               {found.coverage:6.0%} (80 % are meant to be)")
    return calibration


def largest(calibration: EffortCalibration) -> Iterator[str]:
    by_count = sorted(calibration.corrections(), key=lambda each: -each.count)
    for each in islice(by_count, SHOWN):
        factors = f"{each.likely:4.2f}  ({each.low:4.2f} to {each.high:5.2f}, {each.count} sprints)"
        yield f"  board {each.team:4} {each.size:7} x {factors}"


if __name__ == "__main__":
    if not SPRINTS.exists():
        raise SystemExit("The sprints are not beside the repository, so there is nothing to judge by.")
    everything = read_sprints()
    for cut in CUTS:
        last = judge(everything, cut)
    print("What the plan of a board is multiplied by, where most sprints stand behind it:")
    print(*largest(last), sep="\n")
