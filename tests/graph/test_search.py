import pytest
from conftest import ClientOf
from django.db import connection

from truenorth.domains.engineering.models import Component, Debt
from truenorth.domains.graph.models import Node
from truenorth.domains.graph.rules import excerpt, split_words
from truenorth.domains.graph.selectors import search_nodes
from truenorth.domains.graph.services import (
    archive_nodes,
    create_record,
    create_records,
    ensure_search_index,
    restore_nodes,
    revise_record,
    trash_nodes,
)
from truenorth.domains.workspace.models import Member


def _make(actor: Member, title: str, body: str = "") -> Component:
    return create_record(Component, actor=actor, values={"title": title, "body": body})


def _found(viewer: Member, query: str, kind: str = "") -> list[str]:
    return [hit.node.title for hit in search_nodes(viewer, query, kind=kind)]


def test_all_words_must_occur_and_the_last_may_be_unfinished(alice: Member) -> None:
    _make(alice, "Onboarding tour", "People who succeed skip the tutorial.")
    _make(alice, "Tour guide")

    assert _found(alice, "onboarding") == ["Onboarding tour"]
    assert _found(alice, "tutorial skip") == ["Onboarding tour"]
    assert _found(alice, "skip tut") == ["Onboarding tour"]
    assert _found(alice, "tut skip") == []
    assert set(_found(alice, "TOUR")) == {"Onboarding tour", "Tour guide"}


def test_titles_come_before_texts_and_the_archived_come_last(alice: Member) -> None:
    _make(alice, "Billing", "Talks about invoices and exports at great length, exports included.")
    _make(alice, "Exports")
    archived = _make(alice, "Exports of old")
    archive_nodes(actor=alice, ids=[archived.id])

    assert _found(alice, "exports") == ["Exports", "Billing", "Exports of old"]


def test_a_record_is_found_by_its_key(alice: Member) -> None:
    component = _make(alice, "Files")

    assert _found(alice, component.key) == ["Files"]
    assert _found(alice, component.key.lower()) == ["Files"]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("A café on the corner", "cafe"),
        ("A cafe on the corner", "café"),
        ("Call api.example.com/v2/files now", "files"),
        ("Call api.example.com/v2/files now", "example com"),
        ("The snake_case_name is long", "case"),
        ("A well-known well", "known"),
        ("Просто ужас", "ужас"),
        ("Version 3.14 is out", "14"),
        ("don't", "don"),
    ],
)
def test_words_are_letters_and_digits_without_case_or_accents(alice: Member, text: str, query: str) -> None:
    _make(alice, "One", text)
    _make(alice, "Another")

    assert _found(alice, query) == ["One"]


@pytest.mark.parametrize(
    "query",
    ["", " ", '"', "'", '"unbalanced', "* OR *", "NEAR(a b)", "title:x", "a AND (b", "-", "^", "🙂", "🙂 nothing", "\\",
     "x' OR 1=1 --", "a & | !b", ":*", "%", "_", "x" * 10_000, "y " * 5_000, "\u0000", "٣", "NOT", "{a b}: c"],
)  # fmt: skip
def test_no_query_breaks_the_search(alice: Member, query: str) -> None:
    _make(alice, "Files")

    response = ClientOf(alice).get("/api/graph/search", {"q": query})

    assert (response.status_code, response.json()) == (200, [])


def test_the_index_keeps_step_with_every_change(alice: Member) -> None:
    component = _make(alice, "Files", "about storage")

    revised = revise_record(component, actor=alice, version=1, changes={"title": "Mail", "body": "about letters"})
    assert (_found(alice, "files"), _found(alice, "storage")) == ([], [])
    assert (_found(alice, "mail"), _found(alice, "letters")) == (["Mail"], ["Mail"])

    trash_nodes(actor=alice, ids=[revised.id])
    assert _found(alice, "mail") == []
    restore_nodes(actor=alice, ids=[revised.id])
    assert _found(alice, "mail") == ["Mail"]

    Node.objects.all().delete()
    assert _found(alice, "mail") == []
    _make(alice, "Mail again")
    assert _found(alice, "mail") == ["Mail again"]


def test_many_at_once_are_found_too_and_a_kind_narrows(alice: Member) -> None:
    create_records(Component, actor=alice, rows=[{"title": f"Part {number}"} for number in range(300)])
    create_records(Debt, actor=alice, rows=[{"title": "Part of a debt"}])

    assert len(_found(alice, "part")) == 20
    assert _found(alice, "part 297") == ["Part 297", "Part 296"], "by its title, and by its key"
    assert _found(alice, "part", kind="debt") == ["Part of a debt"]
    assert _found(alice, "part", kind="nothing") == []


def test_another_workspace_is_never_searched(alice: Member, charlie: Member) -> None:
    _make(alice, "Files")

    assert _found(charlie, "files") == []


def test_an_index_that_was_lost_is_made_again(alice: Member) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps the words in a column of the row itself")
    with connection.cursor() as cursor:
        for part in ("TRIGGER graph_search_add", "TRIGGER graph_search_change"):
            cursor.execute(f"DROP {part}")
    _make(alice, "Files")
    assert _found(alice, "files") == []

    ensure_search_index()

    assert _found(alice, "files") == ["Files"]
    _make(alice, "Mail")
    assert _found(alice, "mail") == ["Mail"]


def test_the_answer_says_where_the_words_stand(alice: Member) -> None:
    _make(alice, "Tour", "word " * 100 + "and then the Tutorial was skipped " + "word " * 100)

    [hit] = ClientOf(alice).get("/api/graph/search?q=tutorial+was+skip").json()

    assert hit["node"]["title"] == "Tour"
    assert "and then the «Tutorial» «was» «skipped» word" in hit["snippet"]
    assert len(hit["snippet"]) < 200


def test_an_excerpt_marks_whole_words_and_the_start_of_the_last() -> None:
    assert excerpt("T", "cat concat cats", ["cat"]) == "«cat» concat «cats»"
    assert excerpt("T", "cat cats dog", ["cat", "do"]) == "«cat» cats «dog»"
    assert excerpt("Café au lait", "", ["cafe"]) == "«Café» au lait"
    assert excerpt("T", "", ["x"]) == ""


def test_a_query_is_cut_to_a_size_that_cannot_hurt() -> None:
    assert len(split_words("a " * 5_000)) == 20
    assert split_words("x" * 10_000)[0] == "x" * 100
    assert split_words("a_b-c") == ["a", "b", "c"]


def test_a_search_asks_few_questions(alice: Member, django_assert_max_num_queries: object) -> None:
    for number in range(20):
        _make(alice, f"Part {number}")
    client = ClientOf(alice)
    client.get("/api/graph/search?q=part")

    with django_assert_max_num_queries(8):  # type: ignore[operator]  # pytest-django's own type is private
        assert len(client.get("/api/graph/search?q=part").json()) == 20
