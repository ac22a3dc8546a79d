"""Who speaks in `Name: words`, and when the words before a colon are no name."""

import re
from collections import Counter
from collections.abc import Iterable

_LABEL = re.compile(
    r"(?P<name>@?[^\W\d_][^:\uff1a<>\[\]{}\"\u201c\u201d?!;]{0,59}?)\s*(?::\s+|\uff1a\s*)(?P<text>\S.*)",
    re.DOTALL,
)
_BARE = re.compile(r"(?P<name>@?[^\W\d_][^:\uff1a<>\[\]{}\"\u201c\u201d?!;,]{0,59}?)\s*[:\uff1a]")
_PARTICLE = re.compile("van|von|der|den|del?|della|d[ia]|l[aei]|[ae]l|bin|ibn|of|and|the")
_HEADING = re.compile(
    "actions?|agenda|attendees|attendance|date|decisions?|duration|example|goals?|https?|location|meeting|next|notes?"
    "|participants|questions?|recording|subject|summary|time|title|todo|topics?|warning",
)
_LONGEST_NAME = 6
_LONGEST_LOWER_CASE_NAME = 2


class Speakers:
    """Names recognised in one transcript.

    A label counts as a name when it is written like one (`Ada Lovelace`, `Speaker 2`) or, short and in lower
    case, comes back (`nixo:` on many lines). `Note:` and its like never do.

    >>> names = Speakers(["Ada: Hello", "nixo: hi", "nixo: so", "the thing is: it broke", "Note: late"])
    >>> names.split("nixo: so")
    ('nixo', 'so')
    >>> names.split("the thing is: it broke")
    (None, 'the thing is: it broke')
    """

    def __init__(self, lines: Iterable[str]) -> None:
        seen = Counter(found["name"] for line in lines if (found := _LABEL.fullmatch(line.strip())))
        self._names = frozenset(name for name, times in seen.items() if _is_name(name, times))

    def split(self, line: str) -> tuple[str | None, str]:
        """The speaker (None when there is none) and the words."""
        found = _LABEL.fullmatch(line.strip())
        if found is None or found["name"] not in self._names:
            return None, line
        return found["name"], found["text"]


def bare_label(line: str) -> str | None:
    """The name of a line that is a name and a colon and nothing else.

    >>> bare_label("Ada Lovelace:"), bare_label("we should:")
    ('Ada Lovelace', None)
    """
    found = _BARE.fullmatch(line.strip())
    return found["name"] if found and _is_name(found["name"], 1) else None


def is_written_like_a_name(text: str) -> bool:
    """Whether every word starts as names do.

    >>> is_written_like_a_name("Justin Florentine (Besu)"), is_written_like_a_name("Some words")
    (True, False)
    """
    words = re.split(r"[\s\-_/]+", text.strip())
    if not 0 < len(words) <= _LONGEST_NAME or _HEADING.fullmatch(words[0].lower()):
        return False
    return all(_PARTICLE.fullmatch(word.lower()) or _starts_high(word) for word in words) and _starts_high(words[0])


def _starts_high(word: str) -> bool:
    first = word.lstrip("('\u2019@|&+/")[:1]
    return not first or not first.islower()


def _is_name(label: str, times: int) -> bool:
    if is_written_like_a_name(label):
        return True
    words = label.lower().split()
    has_high = any(_starts_high(word) for word in label.split() if word[0].isalpha())
    longest = _LONGEST_NAME if has_high and " I " not in f" {label} " else _LONGEST_LOWER_CASE_NAME
    return times > 1 and len(words) <= longest and not any(map(_HEADING.fullmatch, words))
