from datetime import date

import pytest

from truenorth.edges.imports.dates import DateReader, DayOrder, find_order
from truenorth.edges.imports.errors import RowRefused

TODAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("", None),
        ("2026-03-02", date(2026, 3, 2)),
        ("2024-05-01T12:00:00.000Z", date(2024, 5, 1)),
        ("2023-01-05 10:22:11 UTC", date(2023, 1, 5)),
        ("2025/06/21 10:22:11", date(2025, 6, 21)),
        ("14/Jul/25 3:42 PM", date(2025, 7, 14)),
        ("Sep 30, 2025", date(2025, 9, 30)),
        ("Wed, 5 March 1998", date(1998, 3, 5)),
        ("Wed May 01 2024 12:00:00 GMT+0000 (GMT)", date(2024, 5, 1)),
        ("6/21/2025 16:14", date(2025, 6, 21)),
        ("21.06.2025", date(2025, 6, 21)),
        ("3/3/25", date(2025, 3, 3)),
        ("just now", TODAY),
        ("5 hours ago", TODAY),
        ("yesterday", date(2026, 3, 30)),
        ("2 days ago", date(2026, 3, 29)),
        ("a month ago", date(2026, 2, 28)),
        ("last year", date(2025, 3, 31)),
        ("in 3 weeks", date(2026, 4, 21)),
        ("next month", date(2026, 4, 30)),
    ],
)
def test_a_day_is_read_as_other_tools_write_it(cell: str, day: date | None) -> None:
    assert DateReader(TODAY).read("due", cell) == day


@pytest.mark.parametrize(
    "cell", ["soon", "31/02/2025", "13/13/2025", "0/5/2025", "1 week", "999999 years ago", "2026-13-01", "5 Foo 2025"]
)
def test_what_is_no_day_is_refused_by_its_field(cell: str) -> None:
    with pytest.raises(RowRefused, match="is no date that can be read") as refusal:
        DateReader(TODAY).read("due", cell)

    assert refusal.value.field == "due"


def test_a_day_that_could_be_another_is_refused_until_somebody_says_the_order() -> None:
    with pytest.raises(RowRefused, match="2025-04-03 or 2025-03-04"):
        DateReader(TODAY).read("due", "03/04/2025")

    orders = [DateReader(TODAY, order).read("due", "03/04/2025") for order in DayOrder]
    assert orders == [date(2025, 4, 3), date(2025, 3, 4)]


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["3/4/2025", "6/21/2025 16:14", "14/Jul/25"], DayOrder.MONTH_FIRST),
        (["3/4/2025", "21-6-25"], DayOrder.DAY_FIRST),
        (["3/4/2025", "2025-06-21", ""], None),
        (["21/6/2025", "6/21/2025"], None),
        (["31/31/2025"], None),
    ],
)
def test_one_number_above_twelve_tells_the_order_of_a_file_unless_another_denies_it(
    cells: list[str], order: DayOrder | None
) -> None:
    assert find_order(cells) == order
