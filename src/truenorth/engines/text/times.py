"""Times as transcripts write them."""

import re

TIME = r"(?:\d{1,4}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?"
_PARTS = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?")


def read_time(text: str) -> int | None:
    """Milliseconds of `[h:]mm:ss[.mmm]`, a comma allowed for the point; None when it is no time.

    >>> read_time("01:02:03.5"), read_time("02:03,004"), read_time("00:75")
    (3723500, 123004, None)
    """
    found = _PARTS.fullmatch(text.strip())
    if found is None:
        return None
    hours, minutes, seconds = int(found[1] or 0), int(found[2]), int(found[3])
    if seconds > 59 or minutes > 59:
        return None
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((found[4] or "0").ljust(3, "0"))


def write_time(milliseconds: int) -> str:
    """`hh:mm:ss.mmm`, as WebVTT wants it.

    >>> write_time(3723500)
    '01:02:03.500'
    """
    seconds, rest = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}.{rest:03d}"
