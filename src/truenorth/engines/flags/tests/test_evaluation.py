import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truenorth.engines.flags import (
    FlagUnknown,
    Forced,
    RuleSet,
    RuleSetMalformed,
    StickyDocument,
    bucketer,
    compile_rules,
    diff_rule_sets,
    evaluate,
    find_moves,
    fnv1a32,
    validate,
)

EXPERIMENT = {"key": "exp", "variations": ["a", "b"], "hashVersion": 2}


def one_flag(*rules: dict[str, object]) -> dict[str, dict[str, object]]:
    return {"beta": {"defaultValue": "off", "rules": list(rules)}}


def test_a_definition_is_evaluated_without_a_rule_set() -> None:
    assert evaluate({"defaultValue": 3}, {}).value == 3
    found = evaluate({"defaultValue": "off", "rules": [EXPERIMENT]}, {"id": "user-1"})
    assert (found.variant, found.in_experiment, len(found.tracks)) == ("0", True, 1)
    assert found.tracks[0].experiment["key"] == "exp"


def test_what_is_forced_wins_and_is_no_exposure() -> None:
    rules = compile_rules(one_flag(EXPERIMENT))
    by_value = evaluate(rules.flag("beta"), {"id": "1"}, forced=Forced(values={"beta": "x"}))
    by_variation = evaluate(rules.flag("beta"), {"id": "1"}, forced=Forced(variations={"exp": 0}))
    assert (by_value.value, by_value.reason) == ("x", "override")
    assert (by_variation.value, by_variation.tracks) == ("a", ())


def test_more_coverage_moves_nobody_who_is_in() -> None:
    narrow, wide = (compile_rules(one_flag({**EXPERIMENT, "coverage": share})) for share in (0.2, 0.9))
    found = find_moves(narrow, wide, "beta", simulated=3000)
    assert (found.left, found.switched) == (0, 0)
    assert found.entered == pytest.approx(2100, abs=120)
    assert found.words().endswith("0 leave one, 0 switch variation")


def test_a_new_seed_moves_half_of_the_users() -> None:
    before, after = (compile_rules(one_flag({**EXPERIMENT, "seed": seed})) for seed in ("one", "two"))
    found = find_moves(before, after, "beta", simulated=3000)
    assert found.switched == found.moved == pytest.approx(1500, abs=120)
    assert {move.before for move in found.moves} == {"experiment exp, variation 0", "experiment exp, variation 1"}
    assert all(len(move.examples) == 5 for move in found.moves)


def test_the_same_rules_move_nobody_and_removing_a_flag_moves_everybody() -> None:
    rules = compile_rules(one_flag(EXPERIMENT))
    assert find_moves(rules, rules, "beta", simulated=500).words() == "nobody would move"
    assert find_moves(rules, compile_rules({}), "beta", simulated=500).left == 500


def test_a_change_is_followed_to_the_flags_that_ask_for_the_changed_one() -> None:
    def rules(*, base: bool) -> RuleSet:
        asking = {"parentConditions": [{"id": "base", "condition": {"value": True}}], "force": "on"}
        return compile_rules(
            {"base": {"defaultValue": base}, "child": {"rules": [asking]}, "other": {"defaultValue": 1}}
        )

    found = diff_rule_sets(rules(base=False), rules(base=True), simulated=50)
    assert [(one.flag, one.moved) for one in found] == [("base", 50), ("child", 50)]
    assert diff_rule_sets(rules(base=True), rules(base=True)) == ()


def test_saved_groups_move_people_as_rules_do() -> None:
    rule = one_flag({"condition": {"id": {"$inGroup": "staff"}}, "force": "on"})
    before, after = (compile_rules(rule, saved_groups={"staff": ids}) for ids in ([], ["user-3", "user-5"]))
    assert [one.moved for one in diff_rule_sets(before, after, simulated=10)] == [2]


def test_real_users_can_be_asked_about() -> None:
    before = compile_rules(one_flag({"id": "pro", "condition": {"plan": "pro"}, "force": "on"}))
    after = compile_rules(one_flag({"id": "all", "force": "on"}))
    users = [{"id": str(n), "plan": "pro" if n % 4 == 0 else "free"} for n in range(100)]
    found = find_moves(before, after, "beta", users=users)
    assert (found.users, found.moved) == (100, 75)
    assert found.moves[0].after == "rule all: 'on'"


def test_what_sticks_survives_a_change_of_weights() -> None:
    first = compile_rules(one_flag({**EXPERIMENT, "weights": [1, 0]}))
    stored = evaluate(first.flag("beta"), {"id": "7"}, sticky={}).sticky
    assert stored == (StickyDocument("id", "7", {"exp__0": "0"}),)
    turned = compile_rules(one_flag({**EXPERIMENT, "weights": [0, 1]}))
    again = evaluate(turned.flag("beta"), {"id": "7"}, sticky={stored[0].key: stored[0]})
    assert (again.value, again.sticky) == ("a", ())
    assert evaluate(turned.flag("beta"), {"id": "7"}).value == "b"


def test_the_hash_scheme_of_a_rule_wins_over_its_version() -> None:
    rules = compile_rules(one_flag({**EXPERIMENT, "hashScheme": "optimizely", "seed": "1886780721"}))
    found = evaluate(rules.flag("beta"), {"id": "ünïcødé"})
    assert found.bucket == bucketer("optimizely", "1886780721")("ünïcødé") == 0.7884


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=20), st.text(max_size=10), st.sampled_from(["gb1", "gb2", "optimizely"]))
def test_every_id_has_a_place(value: str, seed: str, scheme: str) -> None:
    rules = compile_rules(one_flag({**EXPERIMENT, "hashScheme": scheme, "seed": seed or "s"}))
    found = evaluate(rules.flag("beta"), {"id": value})
    assert found.bucket is not None
    assert 0 <= found.bucket < 1
    assert evaluate(rules.flag("beta"), {"id": value}) == found


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_a_hash_is_the_same_whether_or_not_the_state_is_cut_at_each_unit(text: str) -> None:
    state = 0x811C9DC5
    raw = text.encode("utf-16-le", "surrogatepass")
    for place in range(0, len(raw), 2):
        state = ((state ^ int.from_bytes(raw[place : place + 2], "little")) * 0x01000193) % 2**32
    assert fnv1a32(text) == state


def test_a_rollout_includes_the_place_at_its_coverage_and_nobody_at_none() -> None:
    place = bucketer("gb1", "beta")("user-1")
    shares = {place: "on", place - 0.001: "off", 0: "off", 1: "on"}
    for share, expected in shares.items():
        rules = compile_rules(one_flag({"force": "on", "coverage": share}))
        assert (share, evaluate(rules.flag("beta"), {"id": "user-1"}).value) == (share, expected)


def test_an_exposure_is_reported_where_the_rules_below_decide_and_where_a_prerequisite_asked() -> None:
    holdout = {**EXPERIMENT, "meta": [{"passthrough": True}, {"passthrough": True}]}
    asking = {"parentConditions": [{"id": "beta", "condition": {"value": {"$exists": True}}}], "force": 1}
    rules = compile_rules({**one_flag(holdout, {"force": "below"}), "child": {"rules": [asking]}})
    passed, asked = (evaluate(rules.flag(key), {"id": "1"}, sticky={}) for key in ("beta", "child"))
    assert (passed.value, passed.reason, asked.value) == ("below", "force", 1)
    for found in (passed, asked):
        assert [track.experiment["key"] for track in found.tracks] == ["exp"]
        assert [one.key for one in found.sticky] == ["id||1"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["a", "b", "$gt", "$in", "$not", "$or", "$all", "$size", "$elemMatch", "$regex", "$vgt"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(["a", "b.a", "$or", "$and", "$not"]), JSON, max_size=3), JSON)
def test_any_condition_is_refused_with_a_path_or_gives_an_answer(condition: dict[str, object], value: object) -> None:
    rules = one_flag({"condition": condition, "force": "on"})
    faults = validate(rules)
    try:
        compiled = compile_rules(rules)
    except RuleSetMalformed:
        assert faults[0].path.startswith("beta.rules[0].condition")
    else:
        assert evaluate(compiled.flag("beta"), {"a": value, "b": {"a": value}}).value in {"on", "off"}


@pytest.mark.parametrize(
    ("rule", "path", "problem"),
    [
        ({"force": 1, "condition": {"a": {"$regx": "x"}}}, "condition.a.$regx", "is not an operator"),
        ({"force": 1, "condition": {"a": {"$in": "x"}}}, "condition.a.$in", "must be a list"),
        ({"force": 1, "condition": {"a": {"$regex": "("}}}, "condition.a.$regex", "is not a regular expression"),
        ({"force": 1, "condition": {"$or": [{"a": {"$x": 1}}]}}, "condition.$or[0].a.$x", "is not an operator"),
        ({**EXPERIMENT, "weights": [0.2, 0.2]}, "weights", "sum to 0.4"),
        ({**EXPERIMENT, "weights": [1.0]}, "weights", "are 1 for 2"),
        ({**EXPERIMENT, "coverage": 2}, "coverage", "not between 0 and 1"),
        ({**EXPERIMENT, "ranges": [[0, 0.6], [0.5, 1]]}, "ranges[1]", "overlaps"),
        ({**EXPERIMENT, "ranges": [[0.6, 0.5], [0.7, 1]]}, "ranges[0]", "does not rise"),
        ({**EXPERIMENT, "hashVersion": 3}, "hashVersion", "is not 1 or 2"),
        ({**EXPERIMENT, "hashScheme": "md5"}, "hashScheme", "is not gb1"),
        ({**EXPERIMENT, "variations": ["a"]}, "variations", "fewer than two"),
        ({**EXPERIMENT, "minBucketVersion": 2}, "minBucketVersion", "above bucketVersion"),
        (
            {**EXPERIMENT, "parentConditions": [{"id": "gone", "condition": {"value": 1}}]},
            "parentConditions[0].id",
            "no flag",
        ),
        ({"condition": {"a": 1}}, "", "neither forces"),
        ({"force": 1, "coverage": "all"}, "coverage", "must be a number"),
        ({"force": 1, "condition": {"id": {"$inGroup": "staff"}}}, "condition.id.$inGroup", "no saved group"),
    ],
)
def test_faults_are_named_with_their_path(rule: dict[str, object], path: str, problem: str) -> None:
    faults = validate(one_flag(rule), saved_groups={})
    assert [fault.path for fault in faults] == [f"beta.rules[0].{path}".rstrip(".")]
    assert problem in faults[0].problem


def test_circles_and_dead_rules_are_found() -> None:
    ring = {
        name: {"rules": [{"parentConditions": [{"id": parent, "condition": {"value": True}}], "force": 1}]}
        for name, parent in (("a", "b"), ("b", "c"), ("c", "a"))
    }
    assert validate(ring)[0].problem == "its prerequisites go round: a → b → c → a"
    assert validate(one_flag({"force": "on"}, EXPERIMENT))[0].problem.startswith("takes everybody")
    assert validate(one_flag({"condition": {"plan": "pro"}, "force": "on"}, EXPERIMENT)) == ()


def test_a_condition_that_nests_without_end_is_refused() -> None:
    deep: dict[str, object] = {"a": 1}
    for _ in range(80):
        deep = {"$not": deep}
    with pytest.raises(RuleSetMalformed, match="nests deeper"):
        compile_rules(one_flag({"condition": deep, "force": 1}))


def test_a_flag_that_is_not_there_is_refused_by_name() -> None:
    with pytest.raises(FlagUnknown) as refused:
        compile_rules({}).flag("beta")
    assert refused.value.field == "beta"
