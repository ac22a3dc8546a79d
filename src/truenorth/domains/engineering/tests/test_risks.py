from uuid import UUID

import pytest

from truenorth.domains.engineering.rules import (
    DEFAULT_LEXICON,
    Concern,
    Part,
    RiskFlag,
    RiskFlagSort,
    RiskSeverity,
    RiskTerm,
    find_risk_flags,
    find_terms,
    find_unusable_terms,
    inflect,
)

BRIDGE, QUOTA, LIMIT, DEBT = (UUID(int=n) for n in range(1, 5))
PARTS = [Part(BRIDGE, "Calendar bridge")]
NEAR = Concern(id=LIMIT, kind="constraint", title="600 calls", component_id=BRIDGE, severity=RiskSeverity.WARNING)
LOOSE = Concern(id=DEBT, kind="debt", title="Imports lose notes", terms=frozenset({"import"}))


def _terms(text: str) -> list[str]:
    return [hit.term for hit in find_terms(text, DEFAULT_LEXICON)]


def _flags(title: str, *, linked: set[UUID] | None = None, parts: list[Part] = PARTS) -> list[RiskFlag]:
    return find_risk_flags(
        title=title,
        body="",
        linked=linked or set(),
        parts=parts,
        concerns=[NEAR, LOOSE],
        lexicon=DEFAULT_LEXICON,
    )


@pytest.mark.parametrize(
    ("word", "form"),
    [
        ("sync", "synced"),
        ("migrate", "migrating"),
        ("batch", "batches"),
        ("carry", "carried"),
        ("stop", "stopping"),
        ("import", "imports"),
        ("free", "freeing"),
    ],
)
def test_a_word_is_known_by_its_endings(word: str, form: str) -> None:
    assert form in inflect(word)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Real-time updates", ["real-time"]),
        ("Updates in real time", ["real-time"]),
        ("REALTIME", ["real-time"]),
        ("We synced two calendars", ["sync"]),
        ("Migrating clients, then webhooks", ["migration", "webhook"]),
        ("An important synchrony of bulky exports' cousins", ["export"]),
        ("It is real. Time will tell", []),
        ("real\n\n\n\n\n\ntime", []),
        ("unimportant resync offliner", []),
        ("", []),
        ("Importe für Größe", []),
    ],
)
def test_whole_words_are_found_however_they_end_and_parts_of_words_are_not(text: str, terms: list[str]) -> None:
    assert _terms(text) == terms


def test_a_hit_shows_the_words_around_it() -> None:
    [hit] = find_terms("The calendar must be synced both ways " + "and so on " * 20, DEFAULT_LEXICON)

    assert hit.found == "synced"
    assert hit.excerpt.startswith("The calendar must be «synced» both ways")
    assert hit.excerpt.endswith("…")


def test_a_linked_component_with_a_constraint_raises_a_flag() -> None:
    [flag] = _flags("Nothing to see", linked={BRIDGE})

    assert (flag.sort, flag.key, flag.severity) == (RiskFlagSort.LINKED, f"component:{BRIDGE}", RiskSeverity.WARNING)
    assert flag.concerns == (NEAR,)


def test_a_linked_constraint_speaks_for_its_component_and_one_without_for_itself() -> None:
    assert [flag.key for flag in _flags("x", linked={LIMIT})] == [f"component:{BRIDGE}"]
    assert [flag.key for flag in _flags("x", linked={DEBT})] == [f"debt:{DEBT}"]
    assert [flag.key for flag in _flags("x", linked={LIMIT}, parts=[])] == [f"constraint:{LIMIT}"]


def test_a_component_that_is_only_named_raises_a_flag_too() -> None:
    [flag] = _flags("More events through the calendar bridge")

    assert (flag.sort, flag.subject_id) == (RiskFlagSort.NAMED, BRIDGE)
    assert "«calendar bridge»" in flag.excerpt


def test_a_name_of_one_word_is_meant_only_with_its_capital() -> None:
    assert [each.sort for each in _flags("Ask Files", parts=[Part(BRIDGE, "Files")])] == [RiskFlagSort.NAMED]
    assert _flags("ask for files", parts=[Part(BRIDGE, "Files")]) == []
    assert _flags("ask for Files", parts=[Part(BRIDGE, "files")]) == []


def test_a_component_with_nothing_on_record_raises_nothing() -> None:
    assert _flags("Through the mail room", linked={QUOTA}, parts=[Part(QUOTA, "Mail room")]) == []


def test_words_stand_beside_the_entries_that_say_the_same() -> None:
    [flag] = _flags("Importing clients")

    assert (flag.sort, flag.term, flag.severity) == (RiskFlagSort.WORDS, "import", RiskSeverity.NOTE)
    assert flag.concerns == (LOOSE,)


def test_words_stand_beside_what_the_record_touches() -> None:
    flags = _flags("Export", linked={BRIDGE})

    assert [flag.sort for flag in flags] == [RiskFlagSort.LINKED, RiskFlagSort.WORDS]
    assert flags[1].concerns == (NEAR,)


def test_the_gravest_flag_comes_first() -> None:
    severities = [flag.severity.rank for flag in _flags("Import and export", linked={BRIDGE, DEBT})]

    assert severities == sorted(severities, reverse=True)


def test_a_term_of_signs_or_one_that_stands_there_already_cannot_be_used() -> None:
    terms = [RiskTerm("sync"), RiskTerm("Sync"), RiskTerm("!!"), RiskTerm("bulk", ("-",))]

    assert sorted(find_unusable_terms(terms)) == [1, 2, 3]
    assert find_unusable_terms(DEFAULT_LEXICON) == {}
