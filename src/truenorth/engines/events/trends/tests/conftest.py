"""Asks a trend of buckets as the executor does."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from truenorth.engines.events.asking.histories import Histories
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.trends import Trend, TrendResult

Ask = Callable[..., TrendResult]


@pytest.fixture
def ask() -> Ask:
    return _ask


def _ask(plan: Trend, *buckets: Histories) -> TrendResult:
    about = _about(buckets)
    question = plan.question()
    partials = [question.read(bucket, about) for bucket in buckets]
    while (again := question.refine(partials, about)) is not None:
        question, partials = again, [again.read(bucket, about) for bucket in buckets]
    return question.answer(partials, about)


def _about(buckets: Sequence[Histories]) -> Provenance:
    times = np.concatenate([part for one in buckets for part in (one.settled_time, one.recent_time)])
    if not times.size:
        return Provenance("g1", 0, None, None)
    return Provenance("g1", times.size, int(times.min()), int(times.max()))
