"""What answers a plan: it reads each bucket on its own, and adds the parts up."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from truenorth.engines.events.asking.histories import Histories
from truenorth.engines.events.asking.plan import Plan
from truenorth.engines.events.asking.provenance import Provenance

Partial = TypeVar("Partial")
Result_co = TypeVar("Result_co", covariant=True)


class Question(Protocol[Partial, Result_co]):
    """Made from a plan by `plan.question()`.

    `read` knows one bucket, may run in any thread or on another machine, and returns something small that pickles.
    `answer` gets all of them in the order of the buckets. Neither keeps anything. The bucket's actors are already
    the plan's actors, and members of its cohort; filters, since and until are the question's to honour.
    """

    @property
    def plan(self) -> Plan: ...

    def columns(self) -> frozenset[str]:
        """The columns that `read` asks for, by their keys (see `columns`), so that they can be made ready."""

    def read(self, histories: Histories, about: Provenance) -> Partial: ...

    def answer(self, partials: Sequence[Partial], about: Provenance) -> Result_co: ...
