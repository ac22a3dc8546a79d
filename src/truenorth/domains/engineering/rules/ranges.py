"""Effort as a range: in one case of ten less than its low end, in one of ten more than its high end."""


def find_range_problem(*, low: float | None, likely: float | None, high: float | None) -> tuple[str, str] | None:
    """What is wrong with an effort of P10, P50 and P90 in weeks: which end, and why. None where nothing is.

    The ends come together, and around a likely effort.
    """
    if low is None and high is None:
        return None
    if low is None or high is None:
        return ("low" if low is None else "high", "A range has a low and a high end.")
    if likely is None:
        return ("likely", "A range lies around a likely effort.")
    if low > likely:
        return ("low", f"The low end, {low:g}, lies above the likely effort of {likely:g}.")
    if high < likely:
        return ("high", f"The high end, {high:g}, lies below the likely effort of {likely:g}.")
    return None
