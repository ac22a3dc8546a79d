from collections.abc import Callable, Mapping
from itertools import pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from truenorth.domains.graph.rules import Edge, LinkKind, Step, Walk, find_circle, find_circles, walk

EARLY = {"transcript": 0, "highlight": 0, "insight": 0, "opportunity": 1, "hypothesis": 2, "initiative": 3, "other": 3}
LATE = {"decision": 5, "experiment": 7, "key_result": 9, "objective": 11, "prediction": 11, "slice": 11, "pulse": 11}
PLACES = EARLY | LATE
STORY = """
    highlight derives_from transcript
    insight derives_from highlight
    highlight supports hypothesis
    opportunity derives_from insight
    hypothesis derives_from opportunity
    initiative derives_from hypothesis
    other derives_from hypothesis
    decision derives_from initiative
    experiment tests hypothesis
    experiment derives_from initiative
    experiment refutes hypothesis
    prediction derives_from experiment
    initiative contributes_to key_result
    key_result derives_from objective
    slice derives_from initiative
    pulse derives_from key_result
"""


def _id(name: str) -> UUID:
    return UUID(int=1 + list(PLACES).index(name))


def _name(node: UUID) -> str:
    return list(PLACES)[node.int - 1]


def _walk(start: str, story: str = STORY) -> tuple[set[str], set[str]]:
    lines = [line.split() for line in story.strip().splitlines()]
    edges = [
        Edge(UUID(int=1000 + n), LinkKind(kind), _id(source), _id(target))
        for n, (source, kind, target) in enumerate(lines)
    ]
    walked = walk(_id(start), edges, order=lambda node: PLACES[_name(node)])
    return {_name(node) for node in walked.upstream}, {_name(node) for node in walked.downstream}


def test_from_an_initiative_the_whole_story_is_found() -> None:
    upstream, downstream = _walk("initiative")

    assert upstream == {"transcript", "highlight", "insight", "opportunity", "hypothesis"}
    assert downstream == {"decision", "experiment", "prediction", "key_result", "slice", "pulse"}


def test_an_experiment_leads_to_the_key_result_that_it_was_run_for() -> None:
    upstream, downstream = _walk("experiment")

    assert upstream == {"transcript", "highlight", "insight", "opportunity", "hypothesis", "initiative"}
    assert downstream == {"prediction", "key_result", "pulse", "decision", "slice"}


def test_a_decision_leads_to_what_was_tried_and_measured_after_it() -> None:
    assert {"experiment", "prediction", "key_result", "pulse"} <= _walk("decision")[1]


def test_a_key_result_is_explained_by_what_contributes_to_it() -> None:
    upstream, downstream = _walk("key_result")

    assert {"objective", "initiative", "hypothesis", "transcript"} <= upstream
    assert {"pulse"} <= downstream


def test_a_customers_words_lead_to_everything_that_became_of_them() -> None:
    assert _walk("transcript") == (set(), set(PLACES) - {"transcript", "objective"})


def test_a_sibling_is_not_part_of_the_story() -> None:
    upstream, downstream = _walk("initiative")

    assert "other" not in upstream | downstream


def test_a_dependency_does_not_carry_the_story_of_another_initiative() -> None:
    assert _walk("initiative", "initiative blocks other\nother contributes_to key_result") == (set(), set())


Links = list[tuple[int, int, LinkKind]]
link_kinds = st.sampled_from([LinkKind.DERIVES_FROM, LinkKind.ANSWERS, LinkKind.TESTS, LinkKind.MEASURES])


@st.composite
def acyclic_links(draw: st.DrawFn) -> Links:
    """Links whose source is the younger of two numbered nodes."""
    pairs = draw(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=25))
    return [(max(pair), min(pair), draw(link_kinds)) for pair in pairs if pair[0] != pair[1]]


any_links = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 11), st.sampled_from(LinkKind)).filter(
        lambda link: link[0] != link[1]
    ),
    max_size=25,
)


def _walk_links(start: int, links: Links, order: Callable[[UUID], int] = lambda _: len(Step)) -> Walk:
    edges = [
        Edge(UUID(int=1000 + n), kind, UUID(int=source), UUID(int=to)) for n, (source, to, kind) in enumerate(links)
    ]
    return walk(UUID(int=start), edges, order=order)


def _reachable(start: int, links: Links) -> set[int]:
    onward: Mapping[int, set[int]] = {n: {to for source, to, _ in links if source == n} for n in range(12)}
    seen, frontier = {start}, {start}
    while frontier:
        frontier = {to for node in frontier for to in onward[node]} - seen
        seen |= frontier
    return seen - {start}


@given(links=any_links, start=st.integers(0, 11), places=st.lists(st.integers(0, 11), min_size=12, max_size=12))
def test_upstream_and_downstream_never_overlap_and_never_hold_the_start(
    links: Links, start: int, places: list[int]
) -> None:
    walked = _walk_links(start, links, order=lambda node: places[node.int])

    assert not walked.upstream.keys() & walked.downstream.keys()
    assert UUID(int=start) not in walked.upstream.keys() | walked.downstream.keys()
    assert all(depth >= 1 for depth in [*walked.upstream.values(), *walked.downstream.values()])


@given(links=acyclic_links(), start=st.integers(0, 11))
def test_upstream_is_all_that_the_links_lead_to(links: Links, start: int) -> None:
    assert {node.int for node in _walk_links(start, links).upstream} == _reachable(start, links)


@given(links=acyclic_links(), start=st.integers(0, 11))
def test_what_explains_a_record_has_that_record_downstream(links: Links, start: int) -> None:
    for cause in _walk_links(start, links).upstream:
        assert UUID(int=start) in _walk_links(cause.int, links).downstream


@given(links=any_links, start=st.integers(0, 11))
def test_every_link_of_a_walk_joins_two_records_of_it(links: Links, start: int) -> None:
    walked = _walk_links(start, links)
    met = {UUID(int=start), *walked.upstream, *walked.downstream}

    assert all({edge.source, edge.target} <= met for edge in walked.edges)
    assert met == {UUID(int=start)} | {end for edge in walked.edges for end in (edge.source, edge.target)}


@given(links=any_links, start=st.integers(0, 11))
def test_the_order_in_which_links_are_read_changes_nothing(links: Links, start: int) -> None:
    forwards, backwards = _walk_links(start, links), _walk_links(start, links[::-1])

    assert forwards.upstream == backwards.upstream
    assert forwards.downstream == backwards.downstream


@given(links=acyclic_links(), pair=st.tuples(st.integers(0, 11), st.integers(0, 11)))
def test_a_link_closes_a_circle_exactly_when_its_target_leads_back(links: Links, pair: tuple[int, int]) -> None:
    source, target = pair
    edges = [(UUID(int=start), UUID(int=end)) for start, end, _ in links]

    circle = find_circle(edges, source=UUID(int=source), target=UUID(int=target))

    assert bool(circle) == (source == target or source in _reachable(target, links))
    if circle:
        assert (circle[:2], circle[-1]) == ([UUID(int=source), UUID(int=target)], UUID(int=source))
        assert set(pairwise(circle[1:])) <= set(edges)
        assert len(circle) == len(set(circle)) + 1


@given(links=acyclic_links(), wanted=st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=20))
def test_of_many_links_those_stay_out_that_would_close_a_circle_one_after_another(
    links: Links, wanted: list[tuple[int, int]]
) -> None:
    edges = [(UUID(int=start), UUID(int=end)) for start, end, _ in links]
    more = [(UUID(int=start), UUID(int=end)) for start, end in wanted]

    circles = find_circles(edges, more)

    for index, (source, target) in enumerate(more):
        one_by_one = find_circle(edges, source=source, target=target)
        assert (index in circles) == bool(one_by_one)
        assert len(circles.get(index, ())) == len(one_by_one)
        if not one_by_one:
            edges.append((source, target))


def test_a_ring_of_many_thousands_is_found_whichever_way_its_links_are_written() -> None:
    ring = [(UUID(int=each), UUID(int=(each + 1) % 5_000)) for each in range(5_000)]

    assert [list(find_circles([], links)) for links in (ring, ring[::-1])] == [[4_999], [4_999]]
