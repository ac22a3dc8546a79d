from datetime import UTC, datetime

from hypothesis import assume, given
from hypothesis import strategies as st

from truenorth.domains.discovery.rules import (
    Passage,
    Span,
    Strength,
    carry_passages,
    find_edit,
    is_fixed_late,
    measure_coverage,
    missing_functions,
    moved_bar,
    passages_in,
    reanchor,
    split_passages,
    summarize_evidence,
    title_of,
)

TEXT = "I closed it. I always close those."


def test_a_quote_after_an_edit_moves_with_its_text() -> None:
    assert reanchor(Span(13, 34), old=TEXT, new="Sure. " + TEXT) == Span(19, 40)


def test_a_quote_before_an_edit_stays() -> None:
    assert reanchor(Span(0, 12), old=TEXT, new=TEXT + " Every time.") == Span(0, 12)


def test_a_quote_whose_words_changed_is_lost() -> None:
    assert reanchor(Span(0, 12), old=TEXT, new=TEXT.replace("closed", "skipped")) is None


def test_a_quote_inside_a_rewritten_stretch_is_found_again() -> None:
    old = "aaa quote bbb"

    assert reanchor(Span(4, 9), old=old, new="xx quote yyy") == Span(3, 8)


def test_a_quote_that_stands_twice_in_a_rewritten_stretch_is_lost() -> None:
    assert reanchor(Span(2, 4), old="x no no y", new="z no no w") is None


@given(st.text("ab ", max_size=20), st.text("ab ", max_size=20), st.data())
def test_a_quote_that_survives_an_edit_is_still_the_same_words(old: str, new: str, data: st.DataObject) -> None:
    assume(old)
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))

    span = reanchor(Span(start, end), old=old, new=new)

    assert span is None or new[span.start : span.end] == old[start:end]


@given(st.text("ab\n", max_size=30), st.text("ab\n", max_size=30))
def test_two_texts_agree_outside_of_their_edit(old: str, new: str) -> None:
    edit = find_edit(old, new)

    assert old[: edit.start] + new[edit.start : edit.new_end] + old[edit.old_end :] == new


def test_a_note_is_split_into_its_lines() -> None:
    spans = [passage.span for passage in split_passages("One\n\n  two \nthree")]

    assert spans == [Span(0, 3), Span(7, 10), Span(12, 17)]


def test_speakers_and_times_stay_with_their_lines() -> None:
    old = "Ada: Hello\nBen: Yes\nAda: Fine"
    passages = [
        Passage(Span(5, 10), "Ada", 0, 900),
        Passage(Span(16, 19), "Ben", 1000, 1900),
        Passage(Span(25, 29), "Ada", 2000, 2900),
    ]

    corrected = carry_passages(passages, old=old, new="Ada: Hello\nBen: Yes, I did\nAda: Fine")
    shortened = carry_passages(passages, old=old, new="Ada: Hello\nAda: Fine")

    assert [(p.speaker, p.start_ms, p.span) for p in corrected] == [
        ("Ada", 0, Span(5, 10)),
        ("Ben", 1000, Span(16, 26)),
        ("Ada", 2000, Span(32, 36)),
    ]
    assert [(p.speaker, p.start_ms, p.span.start) for p in shortened] == [("Ada", 0, 5), ("Ada", 2000, 16)]


def test_a_renamed_speaker_becomes_part_of_the_line() -> None:
    passages = [Passage(Span(5, 10), "Ada", 0, 900)]

    [carried] = carry_passages(passages, old="Ada: Hello", new="Eva: Hello")

    assert (carried.speaker, carried.start_ms, carried.span) == ("", 0, Span(0, 10))


@given(st.lists(st.text("ab", max_size=3), max_size=6), st.lists(st.text("ab", max_size=3), max_size=6))
def test_every_line_of_an_edited_text_has_one_passage(before: list[str], after: list[str]) -> None:
    old, new = "\n".join(before), "\n".join(after)

    carried = carry_passages(split_passages(old), old=old, new=new)

    assert [p.span for p in carried] == [p.span for p in split_passages(new)]


def test_the_passages_of_a_range_are_those_it_touches() -> None:
    passages = split_passages("One\ntwo\nthree")

    assert passages_in(passages, Span(5, 9)) == passages[1:]


def test_evidence_is_counted_by_strength_and_the_firmest_is_named() -> None:
    summary = summarize_evidence(["told", "asked", "told"], against=1)

    assert (summary.told, summary.asked, summary.total, summary.against) == (2, 1, 3, 1)
    assert summary.strongest == Strength.TOLD
    assert summarize_evidence([]).strongest is None


def test_a_trio_is_whole_when_product_design_and_engineering_were_there() -> None:
    assert missing_functions(["product", "sales"]) == ["design", "engineering"]

    coverage = measure_coverage([["product", "design", "engineering"], ["product"], []])

    assert (coverage.sessions, coverage.product, coverage.design, coverage.whole_trio) == (3, 2, 1, 1)


def test_only_a_changed_bar_counts_as_moved() -> None:
    before = {"metric": "completion", "direction": "at_least", "threshold": 15.0, "unit": "%"}

    assert moved_bar(before, {"threshold": 15.0, "title": "Tour"}) == []
    assert moved_bar(before, {"threshold": 10.0, "unit": "points"}) == ["threshold", "unit"]


def test_a_threshold_fixed_after_the_test_began_is_late() -> None:
    early, late = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)

    assert not is_fixed_late(fixed_at=early, test_began_at=late)
    assert not is_fixed_late(fixed_at=None, test_began_at=None)
    assert is_fixed_late(fixed_at=late, test_began_at=early)
    assert is_fixed_late(fixed_at=None, test_began_at=early)


def test_a_long_text_is_cut_between_words_to_make_a_title() -> None:
    assert title_of("Short  and\nsweet") == "Short and sweet"
    assert title_of("one two three four", at_most=12) == "one two…"
