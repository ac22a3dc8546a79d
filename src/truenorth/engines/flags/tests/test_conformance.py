"""The public conformance suite of the rule model, read from beside the repository."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from truenorth.engines.flags import (
    Assignment,
    Evaluation,
    Forced,
    PayloadUnreadable,
    StickyDocument,
    bucket_ranges,
    bucketer,
    choose,
    compile_condition,
    compile_experiment,
    compile_rules,
    decrypt_payload,
    equal_weights,
    evaluate,
    in_namespace,
    query_override,
    run_experiment,
)
from truenorth.engines.flags.hashing import scheme_of

Case: TypeAlias = list[Any]

NOT_FOR_PYTHON = {
    "urlRedirect": "sends a browser from one page to another; there is no page on a server",
}
SECTIONS = (
    "evalCondition",
    "hash",
    "getBucketRange",
    "feature",
    "run",
    "chooseVariation",
    "getQueryStringOverride",
    "inNamespace",
    "getEqualWeights",
    "stickyBucket",
    "contextualBandit",
    "decrypt",
)


@pytest.fixture
def cases(shared: Path) -> dict[str, list[Case]]:
    found: dict[str, list[Case]] = json.loads(
        (shared / "conformance/growthbook_cases.json").read_text(encoding="utf-8")
    )
    return found


def test_every_section_of_the_suite_is_run_or_stands_with_its_reason(cases: dict[str, list[Case]]) -> None:
    assert set(cases) - {"specVersion"} == set(SECTIONS) | set(NOT_FOR_PYTHON)
    assert sum(len(cases[section]) for section in SECTIONS) == 513


def forced(context: Mapping[str, Any]) -> Forced:
    return Forced(
        variations=context.get("forcedVariations", {}),
        url=context.get("url", ""),
        is_enabled=context.get("enabled", True),
        is_qa=context.get("qaMode", False),
    )


def as_json(assignment: Assignment) -> dict[str, Any]:
    found: dict[str, Any] = {
        "key": assignment.key,
        "variationId": assignment.variation,
        "value": assignment.value,
        "inExperiment": assignment.in_experiment,
        "hashUsed": assignment.is_hashed,
        "hashAttribute": assignment.attribute,
        "hashValue": assignment.hash_value,
        "stickyBucketUsed": assignment.used_sticky,
        "bucket": assignment.bucket,
        "name": assignment.name,
    }
    if assignment.leaf is not None and assignment.is_hashed:
        found["leafId"] = assignment.leaf.id
        found["variationWeights"] = list(assignment.leaf.weights)
        found["banditVersion"] = assignment.leaf.version
    return found


def holds(evaluation: Evaluation, expected: Mapping[str, Any]) -> None:
    assert (evaluation.value, evaluation.reason, evaluation.rule) == (
        expected["value"],
        expected["source"],
        expected["ruleId"],
    )
    assert evaluation.is_on is expected["on"]
    assert expected["off"] is not expected["on"]
    if "experiment" in expected:
        assert evaluation.experiment == expected["experiment"]
    if "experimentResult" in expected:
        assert evaluation.assignment is not None
        mine = {**as_json(evaluation.assignment), "featureId": expected["experimentResult"]["featureId"]}
        assert {name: mine.get(name) for name in expected["experimentResult"]} == expected["experimentResult"]


def evaluated(context: Mapping[str, Any], key: str) -> Evaluation:
    rules = compile_rules(
        context.get("features", {}), saved_groups=context.get("savedGroups"), bandits=context.get("contextualBandits")
    )
    if key not in rules.flags:
        return Evaluation(None, "unknownFeature")
    return evaluate(rules.flag(key), context.get("attributes", {}), forced=forced(context))


@pytest.mark.parametrize("section", ["feature", "contextualBandit"])
def test_flags(cases: dict[str, list[Case]], section: str) -> None:
    for _name, context, key, expected in cases[section]:
        holds(evaluated(context, key), expected)


def test_experiments(cases: dict[str, list[Case]]) -> None:
    for name, context, experiment, value, is_in, is_hashed in cases["run"]:
        rules = compile_rules(context.get("features", {}), saved_groups=context.get("savedGroups"))
        compiled = compile_experiment(experiment)
        found = run_experiment(compiled, context.get("attributes", {}), rules=rules, forced=forced(context))
        assert (name, found.value, found.in_experiment, found.is_hashed) == (name, value, is_in, is_hashed)


def test_sticky_buckets(cases: dict[str, list[Case]]) -> None:
    for name, context, stored, key, expected, documents in cases["stickyBucket"]:
        sticky = {one.key: one for one in map(document, stored)}
        evaluation = evaluate(compile_rules(context["features"]).flag(key), context["attributes"], sticky=sticky)
        if expected is None:
            assert (name, evaluation.assignment) == (name, None)
        else:
            assert evaluation.assignment is not None
            mine = {**as_json(evaluation.assignment), "featureId": key}
            assert (name, {field: mine[field] for field in expected}) == (name, expected)
        after = {**sticky, **{one.key: one for one in evaluation.sticky}}
        mine_after = {key: dict(one.assignments) for key, one in after.items()}
        theirs = {key: one["assignments"] for key, one in documents.items()}
        assert {key: mine_after.get(key) for key in theirs} == theirs


def document(raw: Mapping[str, Any]) -> StickyDocument:
    return StickyDocument(raw["attributeName"], raw["attributeValue"], raw["assignments"])


def test_conditions(cases: dict[str, list[Case]]) -> None:
    for name, condition, attributes, expected, *groups in cases["evalCondition"]:
        test = compile_condition(condition)
        assert (name, test(attributes, groups[0] if groups else {})) == (name, expected)


def test_hashes_ranges_and_choices(cases: dict[str, list[Case]]) -> None:
    for seed, value, version, expected in cases["hash"]:
        scheme = scheme_of(version)
        assert (bucketer(scheme, seed)(value) if scheme else None) == expected
    for _name, (variations, coverage, weights), expected in cases["getBucketRange"]:
        flat = [end for pair in bucket_ranges(variations, coverage, weights) for end in pair]
        assert flat == pytest.approx([end for pair in expected for end in pair])
    for _name, place, ranges, expected in cases["chooseVariation"]:
        assert choose(place, ranges) == expected
    for variations, expected in cases["getEqualWeights"]:
        assert equal_weights(variations) == pytest.approx(expected, abs=1e-8)
    for _name, key, url, variations, expected in cases["getQueryStringOverride"]:
        assert query_override(key, url, variations) == expected
    for name, value, namespace, expected in cases["inNamespace"]:
        assert (name, in_namespace(value, tuple(namespace))) == (name, expected)


def test_encrypted_payloads(cases: dict[str, list[Case]]) -> None:
    for _name, payload, key, expected in cases["decrypt"]:
        if expected is None:
            with pytest.raises(PayloadUnreadable):
                decrypt_payload(payload, key)
        else:
            assert decrypt_payload(payload, key) == expected


def test_hash_vectors_beyond_ascii(shared: Path) -> None:
    listed = json.loads((shared / "oracles/experiment_cases.json").read_text(encoding="utf-8"))["cases"]
    one = next(case for case in listed if case["id"] == "bucketing_vectors")
    seed, parent = one["inputs"]["growthbook_seed"], one["inputs"]["optimizely_parent_id"]
    for vector in one["outputs"]:
        value = vector["id"]
        assert bucketer("gb1", seed)(value) == vector["gb_v1"]
        assert bucketer("gb2", seed)(value) == vector["gb_v2"]
        assert bucketer("optimizely", parent)(value) == vector["optimizely_bucket"] / 10000
