from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from truenorth.engines.text import MarkdownRefused, parse_okrs


def test_labelled_headings_with_a_key_results_heading_are_objectives() -> None:
    objective = parse_okrs(
        "# 2026 Q1\n\n## Objective 1: First week counts\n\nProgress: 40 %\n\n### Key results\n\n"
        "1. KR 1.1: Activation from 31 % to 40 % (Olga) - 50%\n2. KR 1.2: At least 5 calls a week\n"
    )[0]
    assert (objective.title, objective.path, objective.progress) == ("First week counts", (), 0.4)
    first, second = objective.key_results
    assert (first.title, first.owner, first.progress) == ("Activation from 31 % to 40 %", "Olga", 0.5)
    assert (first.baseline, first.target, second.target) == ("31 %", "40 %", "5")
    assert (first.line, second.line) == (9, 10)


def test_nested_items_are_key_results_of_the_item_above() -> None:
    areas = parse_okrs("## Product:\n\n* Launch the playground\n* Grow\n  * [P0] 20 users\n    * [P1] a part\n")
    assert [(o.title, o.path, len(o.key_results)) for o in areas] == [
        ("Launch the playground", ("Product",), 0),
        ("Grow", ("Product",), 1),
    ]
    assert areas[1].key_results[0].parts[0].priority == "P1"


def test_labels_in_a_list_tell_objectives_from_key_results() -> None:
    objective = parse_okrs("- O: Trusted numbers\n  - KR: Error budget by 50 %\n")[0]
    assert objective.title == "Trusted numbers"
    assert objective.key_results[0].target == "by 50 %"


def test_struck_out_objectives_are_marked_and_ticked_boxes_are_done() -> None:
    dropped, kept = parse_okrs("## ~~Old plan [INFRA]~~\n## Kept\n- [X] one\n- [ ] ~~two~~\n")
    assert dropped.is_dropped
    assert (dropped.title, dropped.owner) == ("Old plan", "INFRA")
    assert [(kr.is_done, kr.progress) for kr in kept.key_results] == [(True, 1.0), (False, None)]
    assert [(kr.title, kr.is_dropped) for kr in kept.key_results] == [("one", False), ("two", True)]


@pytest.mark.parametrize("markdown", ["", "Just words.", "# Title\n\nWords.\n\n- [one](#one)\n"])
def test_text_without_objectives_is_refused(markdown: str) -> None:
    with pytest.raises(MarkdownRefused) as refused:
        parse_okrs(markdown)
    assert refused.value.field == "markdown"


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="#-* \n[]xP0()ab:%1~`>\t", max_size=120))
def test_any_markdown_is_read_or_refused(markdown: str) -> None:
    try:
        objectives = parse_okrs(markdown)
    except MarkdownRefused:
        return
    for objective in objectives:
        assert 1 <= objective.line <= markdown.count("\n") + 1
        assert objective.progress is None or 0 <= objective.progress <= 1


@pytest.mark.parametrize(
    ("name", "objectives", "key_results", "done", "empty"),
    [
        ("2018-Q1", 30, 47, 0, 12),
        ("2018-Q2", 5, 27, 0, 0),
        ("2018-Q3", 42, 138, 21, 0),
        ("2018-Q4", 41, 139, 7, 0),
        ("2019-Q1", 23, 59, 0, 2),
    ],
)
def test_a_companys_real_quarters_are_read_whole(
    shared: Path, name: str, objectives: int, key_results: int, done: int, empty: int
) -> None:
    text = (shared / f"data/okrs_sourced/{name}.md").read_text(encoding="utf-8")
    found = parse_okrs(text)
    results = [result for objective in found for result in objective.key_results]
    assert (len(found), len(results)) == (objectives, key_results)
    assert sum(result.is_done is True for result in results) == done
    assert sum(not objective.key_results for objective in found) == empty
    lines = text.splitlines()
    assert all(objective.title.split()[0] in lines[objective.line - 1] for objective in found)
