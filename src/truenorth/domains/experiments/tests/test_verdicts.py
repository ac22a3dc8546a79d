import pytest

from truenorth.domains.experiments.rules import (
    Effect,
    MetricKind,
    MetricRole,
    MetricVerdict,
    Reading,
    Tally,
    UnreadableValue,
    conclude,
    describe_effect,
    find_metrics,
    read_effect,
    read_value,
)

UP = Effect(difference=0.06, low=0.04, high=0.08)
OPEN = Effect(difference=0.002, low=-0.015, high=0.019)


def verdict_on(metric: str, role: MetricRole, reading: Reading) -> MetricVerdict:
    return MetricVerdict(metric=metric, role=role, reading=reading)


def test_an_interval_above_zero_is_better_and_for_costs_it_is_worse() -> None:
    assert read_effect(UP, is_lower_better=False) == Reading.BETTER
    assert read_effect(UP, is_lower_better=True) == Reading.WORSE


def test_an_interval_around_zero_is_undecided_unless_its_harm_stays_within_the_margin() -> None:
    assert read_effect(OPEN, is_lower_better=False) == Reading.UNDECIDED
    assert read_effect(OPEN, is_lower_better=False, margin=0.01) == Reading.UNDECIDED
    assert read_effect(OPEN, is_lower_better=False, margin=0.02) == Reading.SAFE


def test_a_proxy_that_rises_is_no_win_while_the_long_term_metric_is_undecided() -> None:
    verdict = conclude(
        [
            verdict_on("completion", MetricRole.PRIMARY, Reading.BETTER),
            verdict_on("30-day retention", MetricRole.LONG_TERM, Reading.UNDECIDED),
        ],
        is_split_off=False,
    )

    assert not verdict.is_win
    assert verdict.sentence == "Completion is better, but 30-day retention is undecided."


@pytest.mark.parametrize("reading", [Reading.UNREAD, Reading.UNDECIDED, Reading.WORSE])
def test_only_a_safe_long_term_metric_lets_a_win_pass(reading: Reading) -> None:
    primary = verdict_on("completion", MetricRole.PRIMARY, Reading.BETTER)

    assert not conclude([primary, verdict_on("kept", MetricRole.LONG_TERM, reading)], is_split_off=False).is_win
    for safe in (Reading.SAFE, Reading.BETTER):
        assert conclude([primary, verdict_on("kept", MetricRole.LONG_TERM, safe)], is_split_off=False).is_win


def test_nothing_is_a_win_when_the_split_is_off() -> None:
    primary = verdict_on("completion", MetricRole.PRIMARY, Reading.BETTER)

    verdict = conclude([primary], is_split_off=True)

    assert (verdict.is_win, verdict.headline) == (False, "The split is off")


def test_a_guardrail_that_is_not_shown_safe_holds_a_win_back() -> None:
    verdicts = [
        verdict_on("completion", MetricRole.PRIMARY, Reading.BETTER),
        verdict_on("tickets", MetricRole.GUARDRAIL, Reading.UNDECIDED),
    ]

    assert "tickets is a guardrail and not shown to be safe" in conclude(verdicts, is_split_off=False).sentence


def test_an_undecided_effect_says_so_in_words() -> None:
    sentence = describe_effect(Reading.UNDECIDED, OPEN, kind=MetricKind.PROPORTION)

    assert sentence == (
        "Undecided: +0.20 points, and the 95% interval \u22121.50 points to +1.90 points still includes no effect."
    )


def test_columns_of_booleans_are_rates_and_other_numbers_means() -> None:
    tally = Tally(metrics=["kept", "rounds"])
    tally.add("a", {"kept": 1.0, "rounds": 3.0})
    tally.add("b", {"kept": 0.0, "rounds": None})

    assert [tally.kind_of("kept"), tally.kind_of("rounds")] == [MetricKind.PROPORTION, MetricKind.MEAN]
    assert tally.sums["b"]["rounds"].n == 0
    assert tally.units == {"a": 1, "b": 1}


@pytest.mark.parametrize(("text", "value"), [("TRUE", 1.0), ("false", 0.0), (" 3.5 ", 3.5), ("", None)])
def test_cells_are_read_as_numbers(text: str, value: float | None) -> None:
    assert read_value(text, column="kept") == value


@pytest.mark.parametrize("text", ["abc", "nan", "inf", "1,5"])
def test_a_cell_that_is_no_number_names_its_column(text: str) -> None:
    with pytest.raises(UnreadableValue) as refusal:
        read_value(text, column="kept")

    assert refusal.value.column == "kept"


def test_columns_of_words_are_not_metrics() -> None:
    rows = [{"source": "paid", "kept": "TRUE"}, {"source": "invited", "kept": ""}]

    assert find_metrics(rows, candidates=["source", "kept"]) == ["kept"]
