"""How much of the way a key result has come."""

import math

from truenorth.engines.forecasting.errors import NotFinite, TargetEqualsBaseline


def key_result_progress(*, baseline: float, target: float, current: float) -> float:
    """(current - baseline) / (target - baseline), held between 0.0 and 1.0; all three in the same unit.

    Falling targets work the same way. Raises TargetEqualsBaseline, or NotFinite for a number that is none.

    >>> key_result_progress(baseline=20.0, target=30.0, current=24.0)
    0.4
    >>> key_result_progress(baseline=8.0, target=4.0, current=9.0)
    0.0
    """
    for name, value in (("baseline", baseline), ("target", target), ("current", current)):
        if not math.isfinite(value):
            raise NotFinite("is not a finite number", field=name)
    if target == baseline:
        raise TargetEqualsBaseline("equals the baseline: there is no way to go", field="target")
    span = target / 2 - baseline / 2
    return min(1.0, max(0.0, (current / 2 - baseline / 2) / span))
