"""Units of columns: names with exponents, multiplied, divided and compared, never converted."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from truenorth.engines.ranking.errors import UnitRefused

_FACTOR = re.compile(r"([^\W\d][\w ]*|[€$£¥%])(?:\^(-?\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class Unit:
    """A product of named units; without any it is a pure number.

    >>> print(parse_unit("EUR/week") / parse_unit("week"))
    EUR/week^2
    """

    powers: tuple[tuple[str, Fraction], ...] = ()

    @property
    def is_pure(self) -> bool:
        """Whether it is a number without unit."""
        return not self.powers

    def __mul__(self, other: "Unit") -> "Unit":
        return _unit([*self.powers, *other.powers])

    def __truediv__(self, other: "Unit") -> "Unit":
        return self * other**-1

    def __pow__(self, exponent: float) -> "Unit":
        factor = Fraction(exponent).limit_denominator(1000)
        return _unit((name, power * factor) for name, power in self.powers)

    def __str__(self) -> str:
        above = [_word(name, power) for name, power in self.powers if power > 0]
        below = [_word(name, -power) for name, power in self.powers if power < 0]
        return "/".join(["*".join(above) or "1", *below]) if self.powers else "a number"


def parse_unit(text: str) -> Unit:
    """Read a unit: names with * and / between them, whole powers after ^.

    Raises UnitRefused.

    >>> str(parse_unit("people/quarter"))
    'people/quarter'
    """
    pairs: list[tuple[str, Fraction]] = []
    sign = 1
    for piece in re.split(r"([*/])", text):
        if piece in ("*", "/"):
            sign = -1 if piece == "/" else 1
            continue
        found = _FACTOR.fullmatch(piece.strip())
        if found is None and not (piece.strip() == "1" and sign == 1):
            raise UnitRefused(f"cannot be read: {text!r}", field="unit")
        if found:
            pairs.append((found[1].strip(), Fraction(sign * int(found[2] or 1))))
    return _unit(pairs)


def _unit(pairs: Iterable[tuple[str, Fraction]]) -> Unit:
    powers: dict[str, Fraction] = {}
    for name, power in pairs:
        powers[name] = powers.get(name, Fraction(0)) + power
    return Unit(tuple(sorted((name, power) for name, power in powers.items() if power)))


def _word(name: str, power: Fraction) -> str:
    return name if power == 1 else f"{name}^{power}"
