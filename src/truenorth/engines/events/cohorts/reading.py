"""A cohort as a question: how many members, of how many actors."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from truenorth.engines.events.asking.columns import column_of
from truenorth.engines.events.asking.histories import Histories
from truenorth.engines.events.asking.provenance import Provenance
from truenorth.engines.events.cohorts.members import Members, as_of, columns_of
from truenorth.engines.events.cohorts.plan import Cohort
from truenorth.engines.events.cohorts.result import CohortResult
from truenorth.engines.events.cohorts.words import words_of
from truenorth.engines.events.times import instant

NONE = "(none)"


@dataclass(frozen=True, eq=False, slots=True)
class CohortPart:
    """One bucket's members. `names` is None where the plan does not list them."""

    size: int
    out_of: int
    names: pa.Array | None
    by_value: Counter[str]


@dataclass(frozen=True)
class CohortQuestion:
    """Answers a `Cohort`."""

    plan: Cohort

    def columns(self) -> frozenset[str]:
        return columns_of(self.plan)

    def read(self, histories: Histories, about: Provenance) -> CohortPart:
        members = Members.of(self.plan, histories, about)
        mask = members.mask()
        names = histories.actors().filter(pa.array(mask)) if self.plan.list_actors else None
        out_of = int(np.count_nonzero(members.is_known()))
        return CohortPart(int(np.count_nonzero(mask)), out_of, names, self._split(members, mask))

    def _split(self, members: Members, mask: np.ndarray) -> Counter[str]:
        if self.plan.breakdown is None:
            return Counter()
        labels = members.scan.histories.column(column_of(self.plan.breakdown)).labels
        counts = np.bincount(members.last_codes(self.plan.breakdown)[mask], minlength=len(labels))
        present = np.flatnonzero(counts)
        return Counter({labels[int(code)].as_py() or NONE: int(counts[code]) for code in present})

    def answer(self, partials: Sequence[CohortPart], about: Provenance) -> CohortResult:
        by_value: Counter[str] = Counter()
        for part in partials:
            by_value.update(part.by_value)
        return CohortResult(
            size=sum(part.size for part in partials),
            out_of=sum(part.out_of for part in partials),
            as_of=instant(as_of(self.plan, about)),
            actors=self._names(partials),
            breakdown=None if self.plan.breakdown is None else dict(by_value.most_common()),
            method=f"{words_of(self.plan)} {about.words()}",
            snapshot=about.snapshot,
        )

    def _names(self, partials: Sequence[CohortPart]) -> tuple[str, ...] | None:
        if not self.plan.list_actors:
            return None
        chunks = [part.names for part in partials if part.names is not None]
        names = pa.chunked_array(chunks, pa.string())
        return tuple(names.take(pc.sort_indices(names)).to_pylist())
