from truenorth.engines.statistics import Decision, Moments, Role, check_srm, compare, decide

CONTROL = Moments(n=4100, sum=1640)
BETTER = compare(CONTROL, Moments(n=4000, sum=1840), kind="proportion")
WORSE = compare(CONTROL, Moments(n=4000, sum=1360), kind="proportion")
EQUAL = compare(CONTROL, Moments(n=4000, sum=1604), kind="proportion")
STEADY = compare(Moments(n=410_000, sum=164_000), Moments(n=400_000, sum=160_100), kind="proportion")
SUCCESS, GUARDRAIL = Role("success"), Role("guardrail", margin=-0.05)


def verdicts(decision: Decision) -> list[str]:
    return [metric.verdict for metric in decision.metrics]


def test_a_win_with_a_guardrail_that_holds_ships() -> None:
    decision = decide({"a": BETTER, "g": STEADY}, {"a": SUCCESS, "g": GUARDRAIL})
    assert (decision.verdict, decision.ships) == ("better", True)
    assert verdicts(decision) == ["better", "not worse than the margin"]
    assert decision.reason == "a is better, nothing got worse, every guardrail holds"


def test_a_win_beside_an_undecided_guardrail_is_undecided() -> None:
    decision = decide({"a": BETTER, "g": EQUAL}, {"a": SUCCESS, "g": GUARDRAIL})
    assert (decision.verdict, decision.ships) == ("undecided", False)
    assert decision.reason.startswith("a is better, but g is undecided: a fall of ")


def test_anything_that_got_worse_stops_it() -> None:
    decision = decide({"a": BETTER, "b": WORSE}, {"a": SUCCESS, "b": Role("monitor")})
    assert (decision.verdict, decision.ships) == ("worse", False)
    assert decision.reason.startswith("b is worse: a fall of 15.0 %")


def test_no_win_is_undecided_and_guardrails_alone_may_ship() -> None:
    assert decide({"a": EQUAL}, {"a": SUCCESS}).verdict == "undecided"
    alone = decide({"g": STEADY}, {"g": GUARDRAIL})
    assert (alone.verdict, alone.ships) == ("not worse than the margin", True)


def test_unsound_data_stop_it_whatever_the_numbers_say() -> None:
    flagged = check_srm([44_700, 45_489], [1, 1])
    decision = decide({"a": BETTER}, {"a": SUCCESS}, balance=flagged, problems=["120 users in two arms"])
    assert (decision.verdict, decision.ships) == ("undecided", False)
    assert decision.reason == "the data are not sound: the users are not split as planned; 120 users in two arms"


def test_lower_is_better_turns_the_verdict_around() -> None:
    slower = compare(CONTROL, Moments(n=4000, sum=1840), kind="proportion", lower_is_better=True)
    decision = decide({"latency": slower}, {"latency": SUCCESS})
    assert decision.verdict == "worse"
    assert "a rise of 15.0 %" in decision.reason


def test_a_metric_that_cannot_be_computed_is_undecided() -> None:
    empty = compare(Moments(n=0, sum=0), Moments(n=0, sum=0), kind="proportion")
    decision = decide({"a": empty}, {"a": SUCCESS})
    assert decision.metrics[0].reason == "nothing can be computed (an arm without users)"


def test_a_p_value_that_the_caller_corrected_decides_what_is_better_and_nothing_else() -> None:
    roles = {"a": SUCCESS, "g": GUARDRAIL}
    assert decide({"a": BETTER, "g": STEADY}, roles, adjusted={"a": 0.2}).verdict == "undecided"
    assert decide({"a": BETTER, "g": STEADY}, roles, adjusted={"a": float("nan")}).verdict == "better"
    assert decide({"a": WORSE}, {"a": SUCCESS}, adjusted={"a": 1e-9}).verdict == "worse"
