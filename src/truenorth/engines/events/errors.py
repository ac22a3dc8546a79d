"""Refusals of the event engine; `field` names the argument, the column or the file."""


class EventsRefused(ValueError):
    """Something from which the engine can make nothing true.

    >>> EventsRefused("must be above zero", field="window").field
    'window'
    """

    def __init__(self, reason: str, *, field: str) -> None:
        self.reason = reason
        self.field = field
        super().__init__(f"{field} {reason}")

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (type(self), self.reason, self.field)


def _again(kind: type[EventsRefused], reason: str, field: str) -> EventsRefused:
    """Refusals cross process borders: a worker on another machine raises the same one."""
    return kind(reason, field=field)


class PlanRefused(EventsRefused):
    """A question that cannot be asked, such as a funnel without steps."""


class EventRefused(EventsRefused):
    """An event that cannot be taken in, such as one without a time."""


class StoreUnusable(EventsRefused):
    """A folder that is no event store, or that cannot be read or written."""


class StoreFull(StoreUnusable):
    """No room on the disk: nothing more is accepted, and what was accepted is kept."""


class StoreBusy(EventsRefused):
    """Another process holds what only one may hold, such as the compaction's lease."""


class StoreDamaged(EventsRefused):
    """A file whose checksum or count is wrong; it is reported and never served."""
