"""Refusals of the statistics engine; `field` names the argument."""


class StatisticsRefused(ValueError):
    """An argument from which nothing true can be computed.

    >>> StatisticsRefused("must be above zero", field="alpha").field
    'alpha'
    """

    def __init__(self, reason: str, *, field: str) -> None:
        self.reason = reason
        self.field = field
        super().__init__(f"{field} {reason}")


class NotFinite(StatisticsRefused):
    """A number that is missing or infinite."""


class CountNegative(StatisticsRefused):
    """Fewer users than none."""


class MomentsInconsistent(StatisticsRefused):
    """Sums that no values could have, such as squares that add up to less than they must."""


class MomentsMissing(StatisticsRefused):
    """A sum that the asked kind of metric needs."""


class ShapesDiffer(StatisticsRefused):
    """Arrays that do not fit together."""


class OutOfRange(StatisticsRefused):
    """A number outside of what it may be, such as an alpha of 2."""


class ChoiceUnknown(StatisticsRefused):
    """A word that is not one of the choices."""


class ArmsTooFew(StatisticsRefused):
    """Fewer than two arms to compare."""


def require_share(value: float, *, field: str) -> None:
    """Refuse anything that does not lie strictly between 0 and 1.

    >>> require_share(0.05, field="alpha")
    """
    if not 0 < value < 1:
        raise OutOfRange(f"must lie between 0 and 1, not {value!r}", field=field)


def require_choice(value: str, choices: tuple[str, ...], *, field: str) -> None:
    """Refuse a word that is not one of the choices.

    >>> require_choice("mean", ("mean", "ratio"), field="kind")
    """
    if value not in choices:
        raise ChoiceUnknown(f"must be one of {', '.join(choices)}, not {value!r}", field=field)
