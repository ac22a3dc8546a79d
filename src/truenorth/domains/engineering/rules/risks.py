"""Flags that raise themselves: a record that touches or names what is constrained, or whose words sound like risk."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias
from uuid import UUID

Spelled: TypeAlias = "Mapping[str, Sequence[tuple[tuple[str, ...], str]]]"
"""Phrases as words in small letters with what each stands for, the shorter before the longer, by their first word."""

READ_CHARACTERS = 200_000
EXCERPT_AROUND = 60
_WORD = re.compile(r"[^\W_]+")
_JOINED = re.compile(r"[\s\-\u2010-\u2015/]{1,4}")
_DOUBLED = re.compile(r"[^aeiou]*[aeiou][bdfgklmnprtv]")


class RiskSeverity(StrEnum):
    NOTE = "note"
    WARNING = "warning"  # a limit is near or was not checked, a debt grows
    ALARM = "alarm"  # a limit is passed

    @property
    def rank(self) -> int:
        return list(RiskSeverity).index(self)


class RiskFlagSort(StrEnum):
    LINKED = "linked"
    NAMED = "named"
    WORDS = "words"


class RiskSort(StrEnum):
    """What a word makes one look at."""

    LOAD = "load"
    DATA = "data"
    ACCESS = "access"
    OUTSIDE = "outside"  # what others run: their limits, their dates
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class RiskTerm:
    """A word or phrase that suggests risk, other ways to say it, and why it does. Inflections need not be listed."""

    term: str
    also: tuple[str, ...] = ()
    because: str = ""
    sort: RiskSort = RiskSort.OTHER
    is_on: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """An entry of a register, as flags show it: a constraint or a debt, and the terms of the lexicon that it uses."""

    id: UUID
    kind: str
    title: str
    terms: frozenset[str] = frozenset()
    component_id: UUID | None = None
    severity: RiskSeverity = RiskSeverity.NOTE


@dataclass(frozen=True, slots=True)
class Part:
    """A component that something is on record about."""

    id: UUID
    title: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A term where a text has it, with some of the text around."""

    term: str
    found: str
    excerpt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskFlag:
    """`key` names what raises it, and stays the same however the record is reworded around it."""

    key: str
    sort: RiskFlagSort
    severity: RiskSeverity
    subject_id: UUID | None = None
    term: str = ""
    because: str = ""
    excerpt: str = ""
    concerns: tuple[Concern, ...] = ()


DEFAULT_LEXICON = (
    RiskTerm(
        "real-time",
        ("realtime", "live update", "instant update"),
        "It needs a channel that holds under load.",
        RiskSort.LOAD,
    ),
    RiskTerm("sync", ("synchronise", "synchronize", "two-way"), "Two systems disagree sooner or later.", RiskSort.DATA),
    RiskTerm("bulk", ("batch", "mass update"), "Limits that hold for one fail for thousands.", RiskSort.LOAD),
    RiskTerm("migration", ("migrate", "data move"), "Old data is never as clean as the new schema.", RiskSort.DATA),
    RiskTerm("import", ("importer", "upload"), "Files of others come in every shape.", RiskSort.DATA),
    RiskTerm(
        "export",
        ("exporter", "download all"),
        "Whole tables leave at once, and so may what should stay.",
        RiskSort.ACCESS,
    ),
    RiskTerm("offline", ("without connection",), "What was changed apart has to be merged.", RiskSort.DATA),
    RiskTerm("webhook", ("callback url",), "Others' servers are slow, down, and called twice.", RiskSort.OUTSIDE),
    RiskTerm(
        "integration",
        ("integrate", "third-party api"),
        "Somebody else's limits and dates become ours.",
        RiskSort.OUTSIDE,
    ),
    RiskTerm("single sign-on", ("sso", "saml", "oidc"), "Who may come in is decided elsewhere.", RiskSort.ACCESS),
    RiskTerm(
        "permission",
        ("access control", "role-based"),
        "A mistake shows to people who should not see it.",
        RiskSort.ACCESS,
    ),
    RiskTerm("encryption", ("encrypt",), "Keys get lost, and with them the data.", RiskSort.ACCESS),
    RiskTerm("rewrite", ("re-write", "replatform"), "The old one does more than anybody remembers."),
    RiskTerm("multi-tenant", ("tenancy", "multi-region", "data residency"), "It touches every table.", RiskSort.DATA),
    RiskTerm("machine learning", ("language model", "llm"), "It is right often, not always, and nobody knows when."),
)


def inflect(word: str) -> frozenset[str]:
    """The word and its regular English endings, small letters: sync, syncs, synced, syncing."""
    base = word.casefold()
    if len(base) < 2 or not base[-1].isalpha() or not base.isascii():
        return frozenset({base})
    stem = base
    if base.endswith("y") and base[-2] not in "aeiou":
        return frozenset({base, f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing"})
    if base.endswith("e"):
        participle = base if base.endswith("ee") else base[:-1]
        return frozenset({base, f"{base}s", f"{base}d", f"{participle}ing"})
    if _DOUBLED.fullmatch(base):
        stem = base + base[-1]
    plural = f"{base}es" if base.endswith(("s", "x", "z", "ch", "sh")) else f"{base}s"
    return frozenset({base, plural, f"{stem}ed", f"{stem}ing"})


def find_terms(text: str, lexicon: Iterable[RiskTerm]) -> list[Hit]:
    """Where a text first has each term that is on, in the order of the text: whole words, however inflected."""
    return list(_search(text[:READ_CHARACTERS], _spell(tuple(lexicon))))


def find_risk_flags(
    *,
    title: str,
    body: str,
    linked: Collection[UUID],
    parts: Sequence[Part],
    concerns: Sequence[Concern],
    lexicon: Sequence[RiskTerm],
) -> list[RiskFlag]:
    """Everything that a record's links and words raise, the gravest first."""
    text = f"{title}\n{body}"[:READ_CHARACTERS]
    by_part: dict[UUID, list[Concern]] = {}
    for concern in concerns:
        if concern.component_id is not None:
            by_part.setdefault(concern.component_id, []).append(concern)
    flags = list(_flag_parts(text, linked, parts, by_part))
    touched = {flag.subject_id for flag in flags}
    for concern in concerns:
        if concern.id in linked and concern.component_id not in touched:
            key = f"{concern.kind}:{concern.id}"
            flags.append(_flag(key, RiskFlagSort.LINKED, [concern], subject_id=concern.id))
    near = [concern for concern in concerns if concern.component_id in touched or concern.id in linked]
    flags += _flag_words(text, near, concerns, lexicon)
    return sorted(flags, key=lambda flag: (-flag.severity.rank, flag.sort != RiskFlagSort.LINKED, flag.key))


def find_unusable_terms(terms: Sequence[RiskTerm]) -> dict[int, str]:
    """What is wrong with terms of a lexicon, by their place: nothing to look for in them, or there before."""
    problems: dict[int, str] = {}
    seen: set[tuple[str, ...]] = set()
    for place, each in enumerate(terms):
        ways = [tuple(_words(way)) for way in (each.term, *each.also)]
        if not all(ways):
            problems[place] = "A term and each other way to say it needs a letter or a digit."
        elif ways[0] in seen:
            problems[place] = f"{each.term!r} stands in the list already."
        seen.add(ways[0])
    return problems


def _flag_parts(
    text: str, linked: Collection[UUID], parts: Sequence[Part], concerns: Mapping[UUID, Sequence[Concern]]
) -> Iterator[RiskFlag]:
    told = [part for part in parts if concerns.get(part.id)]
    named = _find_names(text, told)
    for part in told:
        beside = concerns[part.id]
        if part.id in linked or any(concern.id in linked for concern in beside):
            yield _flag(f"component:{part.id}", RiskFlagSort.LINKED, beside, subject_id=part.id)
        elif part.id in named:
            key = f"component:{part.id}"
            yield _flag(key, RiskFlagSort.NAMED, beside, subject_id=part.id, excerpt=named[part.id])


def _flag_words(
    text: str, near: Sequence[Concern], concerns: Sequence[Concern], lexicon: Sequence[RiskTerm]
) -> Iterator[RiskFlag]:
    reasons = {each.term: each.because for each in lexicon}
    for hit in find_terms(text, lexicon):
        alike = [concern for concern in concerns if hit.term in concern.terms]
        beside = [*alike, *(concern for concern in near if hit.term not in concern.terms)]
        key = f"words:{hit.term.casefold()}"
        yield _flag(key, RiskFlagSort.WORDS, beside, term=hit.term, because=reasons[hit.term], excerpt=hit.excerpt)


def _flag(
    key: str,
    sort: RiskFlagSort,
    concerns: Iterable[Concern],
    *,
    subject_id: UUID | None = None,
    term: str = "",
    because: str = "",
    excerpt: str = "",
) -> RiskFlag:
    gravest_first = tuple(sorted(concerns, key=lambda concern: -concern.severity.rank))
    severity = gravest_first[0].severity if gravest_first else RiskSeverity.NOTE
    return RiskFlag(
        key=key,
        sort=sort,
        severity=severity,
        subject_id=subject_id,
        term=term,
        because=because,
        excerpt=excerpt,
        concerns=gravest_first,
    )


def _find_names(text: str, parts: Sequence[Part]) -> Mapping[UUID, str]:
    """Where a text names parts. A name of one word is meant where it is written as a name, with its capital."""
    spelled = [(part, _words(part.title)) for part in parts]
    phrases = _by_first_word((tuple(words), str(part.id)) for part, words in spelled if len(words) > 1)
    found = {UUID(hit.term): hit.excerpt for hit in _search(text, phrases)}
    places = {word[0]: word for word in reversed(list(_WORD.finditer(text)))}
    for part, words in spelled:
        name = part.title.strip()
        if len(words) == 1 and name != name.lower() and name in places:
            found[part.id] = _excerpt(text, places[name].start(), places[name].end())
    return found


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


@lru_cache(maxsize=64)
def _spell(lexicon: tuple[RiskTerm, ...]) -> Spelled:
    """Kept, since many texts are searched for the same words."""
    forms: list[tuple[tuple[str, ...], str]] = []
    for each in (term for term in lexicon if term.is_on):
        for way in (each.term, *each.also):
            *before, last = _words(way) or [""]
            forms += [((*before, form), each.term) for form in inflect(last)]
    return _by_first_word(forms)


def _by_first_word(phrases: Iterable[tuple[tuple[str, ...], str]]) -> Spelled:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, meant in sorted(phrases, key=lambda each: len(each[0])):
        found.setdefault(phrase[0], []).append((phrase, meant))
    return found


def _search(text: str, spelled: Spelled) -> Iterator[Hit]:
    """The first hit of each term. Words of one phrase are joined by no more than blanks and hyphens."""
    if spelled.keys().isdisjoint(_words(text)):
        return
    places = list(_WORD.finditer(text))
    words = [found[0].casefold() for found in places]
    told: set[str] = set()
    for start, word in enumerate(words):
        for phrase, term in spelled.get(word, ()):
            end = start + len(phrase)
            if term in told or tuple(words[start:end]) != phrase or not _is_joined(text, places[start:end]):
                continue
            told.add(term)
            here, there = places[start].start(), places[end - 1].end()
            yield Hit(term, text[here:there], _excerpt(text, here, there))


def _is_joined(text: str, places: Sequence[re.Match[str]]) -> bool:
    return all(_JOINED.fullmatch(text, a.end(), b.start()) for a, b in pairwise(places))


def _excerpt(text: str, start: int, end: int) -> str:
    """The words around, on one line, with what was found between « and »."""
    before = text[max(0, start - EXCERPT_AROUND) : start]
    after = text[end : end + EXCERPT_AROUND]
    if start > EXCERPT_AROUND:
        before = "… " + before.partition(" ")[2]
    if end + EXCERPT_AROUND < len(text):
        after = after.rpartition(" ")[0] + " …"
    return " ".join(f"{before}«{text[start:end]}»{after}".split())
