"""Numbers and lists as a person writes them."""

from collections.abc import Sequence


def number(value: float | None) -> str:
    """Two significant digits behind a small number, none behind a large one.

    >>> number(8.6667), number(4.0), number(0.1234), number(23456.7)
    ('8.7', '4', '0.12', '23,457')
    """
    if value is None:
        return "nothing"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{float(f'{value:.2g}'):g}" if abs(value) < 1 else f"{round(value, 1):g}"


def percent(share: float) -> str:
    """A share of one, in whole percent.

    >>> percent(0.357), percent(0.002), percent(0.0)
    ('36 %', 'less than 1 %', '0 %')
    """
    return "less than 1 %" if 0 < share < 0.005 else f"{share:.0%}".replace("%", " %")


def joined(words: Sequence[str]) -> str:
    """Words with commas, and `and` before the last.

    >>> joined(["a", "b", "c"]), joined(["a"]), joined([])
    ('a, b and c', 'a', '')
    """
    return " and ".join([*([", ".join(words[:-1])] if words[1:] else []), *words[-1:]])


def within(label: str) -> str:
    """A label as it reads within a sentence; a name such as ARR keeps its capitals.

    >>> within("Risk reduction"), within("ARR at risk"), within("iOS users")
    ('risk reduction', 'ARR at risk', 'iOS users')
    """
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def quoted(title: str) -> str:
    """A title, set off from the sentence around it.

    >>> quoted(" Guided  tour ")
    '“Guided tour”'
    """
    return f"“{' '.join(title.split())}”"
