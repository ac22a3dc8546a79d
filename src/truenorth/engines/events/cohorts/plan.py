"""What a cohort may be asked with."""

from typing import TYPE_CHECKING

from truenorth.engines.events.asking.plan import Plan
from truenorth.engines.events.cohorts.criteria import Criterion, FirstSeen, HasProperty, WithinLast, leaves_of

if TYPE_CHECKING:
    from truenorth.engines.events.cohorts.reading import CohortQuestion


class Cohort(Plan):
    """The actors for whom `where` holds; as a question, how many they are.

    `filters` drop rows from sight, `since` and `until` bound the rows that conditions count. First events and last
    known values look at every visible row before `until`, whatever `since` says. An actor without a visible row
    before `until` is no member, whatever the condition. `as_of` is the moment from which "the last 30 days" count
    back, by default the last event's. `breakdown` splits the members by their last known value.

    `list_actors` puts the members' names into the answer. As `members` of another plan it keeps only its members:
    `Trend(..., members=Cohort(where=Did(event="purchase")))`.

    >>> from truenorth.engines.events.cohorts import Did
    >>> plan = Cohort(where=Did(event="purchase", at_least=3, within="30d"))
    >>> Cohort.model_validate_json(plan.model_dump_json()) == plan
    True
    """

    where: Criterion
    list_actors: bool = False

    def question(self) -> "CohortQuestion":
        """What answers this plan."""
        from truenorth.engines.events.cohorts.reading import CohortQuestion

        return CohortQuestion(self)

    @property
    def depends_on_as_of(self) -> bool:
        """Whether time passing alone may change the members."""
        inner: object = getattr(self, "members", None)
        if isinstance(inner, Cohort) and inner.depends_on_as_of:
            return True
        return any(
            isinstance(leaf.within, WithinLast)
            for leaf in leaves_of(self.where)
            if not isinstance(leaf, HasProperty | FirstSeen)
        )
