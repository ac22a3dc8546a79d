"""What a line of a plan says about itself: priority, owner, progress, from where to where."""

import re
from dataclasses import dataclass

_LABEL = re.compile(r"(?:objective|key[\s-]+result|kr|o)\s*#?\d*(?:\.\d+)*\s*[:.\u2013\u2014-]\s+(?=\S)", re.IGNORECASE)
_LEADING_TAG = re.compile(r"\[([^\[\]]{1,30})\]\s*")
_TRAILING_TAG = re.compile(r"(?:(?<=\])|(?<=\s))\s*\[([^\[\]]{1,30})\]$")
_PRIORITY = re.compile(r"P[\d?]", re.IGNORECASE)
_AT = re.compile(r"\s*(?:\(\s*)?(?:owner\s*:\s*@?|@)([^\W\d_][\w.\- ]*?)\s*\)?$", re.IGNORECASE)
_NAME_IN_BRACKETS = re.compile(r"\s*\(((?:[A-Z][\w.'\u2019-]*)(?:\s+[A-Z][\w.'\u2019-]*){0,1})\)$")
_PROGRESS = re.compile(
    r"\s*(?:[-\u2013\u2014:|(\[]|\bprogress\s*:|->|→)\s*(?:progress\s*:\s*)?"
    r"(?P<share>\d{1,3}(?:[.,]\d+)?\s*%|\d+(?:\.\d+)?\s*/\s*\d+(?:\.\d+)?)\s*(?:done|complete[d]?)?\s*[)\]]?$",
    re.IGNORECASE,
)
_UNIT = r"(?:ms|s|min|h|days?|weeks?|hours?|minutes?|seconds?)\b"
_QUANTITY = rf"(?:[€$£]\s?)?\d[\d.,]*(?:\s?(?:%|[kKmM]\b))?(?:\s?{_UNIT})?"
_FROM_TO = re.compile(rf"(?P<baseline>{_QUANTITY})\s*(?:to|→|->|\u2013>)\s*(?P<target>{_QUANTITY})", re.IGNORECASE)
_TARGET = re.compile(
    rf"(?:\btarget\s*[:=]?|\bto|≥|>=|≤|<=|\bat least|\bat most|>|<)\s*(?P<target>{_QUANTITY})", re.IGNORECASE
)
_CHANGE = re.compile(rf"(?P<target>\bby\s+{_QUANTITY})", re.IGNORECASE)
_NOT_OWNERS = frozenset({"wip", "tbd", "tba", "done", "open", "draft", "stretch", "todo"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A title without its marks, and the marks."""

    title: str
    owner: str | None = None
    priority: str | None = None
    progress: float | None = None
    baseline: str | None = None
    target: str | None = None


def read_phrase(text: str) -> Phrase:
    """Split a line into its words and what it states.

    >>> phrase = read_phrase("KR 1.2: Raise activation from 31% to 40% [P0][Growth] - 50%")
    >>> phrase.title, phrase.owner, phrase.priority
    ('Raise activation from 31% to 40%', 'Growth', 'P0')
    >>> phrase.baseline, phrase.target, phrase.progress
    ('31%', '40%', 0.5)
    >>> read_phrase("Improve the style analyzer[s]").title
    'Improve the style analyzer[s]'
    """
    title = _LABEL.sub("", text, count=1) if _LABEL.match(text) else text
    title, progress = _cut_progress(title)
    title, tags = _cut_tags(title)
    title, owners = _cut_owner(title)
    if progress is None:
        title, progress = _cut_progress(title)
    priorities = [tag.upper() for tag in tags if _PRIORITY.fullmatch(tag)]
    owners += [tag for tag in tags if not _PRIORITY.fullmatch(tag) and tag.lower() not in _NOT_OWNERS]
    baseline, target = _quantities(title)
    return Phrase(
        title=title.strip().rstrip(":").rstrip() or text,
        owner=", ".join(owners) or None,
        priority=priorities[0] if priorities else None,
        progress=progress,
        baseline=baseline,
        target=target,
    )


def read_progress(text: str) -> float | None:
    """A share in percent or as a fraction, held between 0.0 and 1.0; None when it is neither.

    >>> read_progress("60 %"), read_progress("1/4"), read_progress("soon")
    (0.6, 0.25, None)
    """
    digits = text.replace(" ", "").replace(",", ".")
    try:
        if digits.endswith("%"):
            return min(1.0, float(digits[:-1]) / 100)
        done, _, total = digits.partition("/")
        return min(1.0, float(done) / float(total))
    except (ValueError, ZeroDivisionError):
        return None


def _cut_progress(text: str) -> tuple[str, float | None]:
    found = _PROGRESS.search(text)
    if found is None or not text[: found.start()].strip():
        return text, None
    return text[: found.start()], read_progress(found["share"])


def _cut_tags(text: str) -> tuple[str, list[str]]:
    tags: list[str] = []
    while found := _LEADING_TAG.match(text):
        tags.append(found[1].strip())
        text = text[found.end() :]
    trailing: list[str] = []
    while found := _TRAILING_TAG.search(text):
        trailing.insert(0, found[1].strip())
        text = text[: found.start()].rstrip()
    return text, tags + trailing


def _cut_owner(text: str) -> tuple[str, list[str]]:
    found = _AT.search(text) or _NAME_IN_BRACKETS.search(text)
    if found is None or not text[: found.start()].strip() or found[1].split()[0].lower() in _NOT_OWNERS:
        return text, []
    return text[: found.start()], [found[1].strip()]


def _quantities(text: str) -> tuple[str | None, str | None]:
    if found := _FROM_TO.search(text):
        return found["baseline"].rstrip(".,"), found["target"].rstrip(".,")
    found = _TARGET.search(text) or _CHANGE.search(text)
    return None, found["target"].rstrip(".,") if found else None
