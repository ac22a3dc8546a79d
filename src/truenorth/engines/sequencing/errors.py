"""Refusals of the sequencing engine; `field` names the column or the argument, `item` the item or the team."""


class SequencingRefused(ValueError):
    """Something about the items or the teams cannot be put in sequence.

    >>> SequencingRefused("is negative", field="duration", item="A-1").field
    'duration'
    """

    def __init__(self, reason: str, *, field: str, item: str | None = None) -> None:
        self.reason = reason
        self.field = field
        self.item = item
        super().__init__(f"{field}: {reason}" if item is None else f"{item}, {field}: {reason}")


class ItemRepeated(SequencingRefused):
    """Two items, or two teams, with one name."""


class ItemUnknown(SequencingRefused):
    """An id or a team that is not in the list."""


class CycleFound(SequencingRefused):
    """Items that wait for each other; the reason names them in a circle."""


class OutOfRange(SequencingRefused):
    """A number that is none, infinite, negative where it cannot be, or too large to count with."""


class DeadlineTooEarly(SequencingRefused):
    """A deadline before the item can be done, even if nothing else were to do than what it waits for."""


class ChangeRefused(SequencingRefused):
    """A change that asks for what the prerequisites forbid."""
