"""Comments, files and the activity of a record."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from conftest import ClientOf
from django.core.files.uploadedfile import SimpleUploadedFile

from truenorth.domains.engineering.models import Component
from truenorth.domains.graph.kinds import MemberMentioned
from truenorth.domains.graph.models import Attachment, Comment, Node
from truenorth.domains.graph.rules import LinkKind, find_mentions, safe_content_type, safe_file_name
from truenorth.domains.graph.selectors import path_of
from truenorth.domains.graph.services import create_link, create_record, purge_trash, trash_nodes
from truenorth.domains.kit import clock, facts
from truenorth.domains.workspace.models import Member

SCRIPT = b"<html><script>alert(1)</script></html>"


@pytest.fixture
def node(alice: Member) -> Node:
    return create_record(Component, actor=alice, values={"title": "Files"}).node


@pytest.fixture
def mentions() -> Iterator[list[MemberMentioned]]:
    heard: list[MemberMentioned] = []
    facts.subscribe(MemberMentioned, heard.append)
    yield heard
    facts._listeners[MemberMentioned].remove(heard.append)


def _say(author: Member, node: Node, body: str) -> str:
    response = ClientOf(author).post(f"/api/graph/nodes/{node.id}/comments", {"body": body}, "application/json")
    assert response.status_code == 201, response.content
    return str(response.json()["id"])


def test_a_contributor_comments_and_all_read_it(connie: Member, vera: Member, node: Node) -> None:
    _say(connie, node, "The <b>import</b> is slow.")

    [comment] = ClientOf(vera).get(f"/api/graph/nodes/{node.id}/comments").json()
    assert (comment["body"], comment["author"]["name"]) == ("The <b>import</b> is slow.", "Connie")
    assert comment["edited_at"] is None


def test_a_mention_is_announced_once_and_to_members_only(
    alice: Member, bob: Member, charlie: Member, node: Node, mentions: list[MemberMentioned]
) -> None:
    body = f"@[Bob]({bob.id}) and @[Charlie]({charlie.id}) and @[me]({alice.id}): look."
    comment = _say(alice, node, body)
    ClientOf(alice).patch(f"/api/graph/comments/{comment}", {"body": body + " Please."}, "application/json")

    assert [(fact.member_id, fact.actor_id, fact.node_id) for fact in mentions] == [(bob.id, alice.id, node.id)]


def test_only_its_author_edits_a_comment(alice: Member, bob: Member, node: Node) -> None:
    comment = _say(alice, node, "Mine")

    refused = ClientOf(bob).patch(f"/api/graph/comments/{comment}", {"body": "Yours"}, "application/json")
    removed = ClientOf(bob).delete(f"/api/graph/comments/{comment}")

    assert (refused.status_code, refused.json()["code"]) == (403, "graph.not_your_comment")
    assert removed.status_code == 403
    assert Comment.objects.get().body == "Mine"


def test_a_comment_is_edited_and_taken_back_by_its_author(alice: Member, node: Node) -> None:
    comment = _say(alice, node, "Frist")
    client = ClientOf(alice)

    edited = client.patch(f"/api/graph/comments/{comment}", {"body": "First"}, "application/json").json()
    assert (edited["body"], bool(edited["edited_at"])) == ("First", True)
    assert client.delete(f"/api/graph/comments/{comment}").status_code == 204
    assert client.get(f"/api/graph/nodes/{node.id}/comments").json() == []
    assert client.delete(f"/api/graph/comments/{comment}").status_code == 404


@pytest.mark.parametrize("body", ["", "   ", "x" * 20_001])
def test_a_comment_without_words_or_with_too_many_is_refused(alice: Member, node: Node, body: str) -> None:
    response = ClientOf(alice).post(f"/api/graph/nodes/{node.id}/comments", {"body": body}, "application/json")

    assert (response.status_code, list(response.json()["fields"])) == (422, ["body"])
    assert not Comment.objects.exists()


def test_comments_on_what_lies_in_the_trash_are_out_of_sight(alice: Member, node: Node) -> None:
    comment = _say(alice, node, "Gone soon")
    trash_nodes(actor=alice, ids=[node.id])

    assert ClientOf(alice).delete(f"/api/graph/comments/{comment}").status_code == 404


def _attach(member: Member, node: Node, name: str, content: bytes) -> dict[str, str]:
    upload = SimpleUploadedFile(name, content)
    response = ClientOf(member).post(f"/api/graph/nodes/{node.id}/attachments", {"file": upload})
    assert response.status_code == 201, response.content
    return dict(response.json())


def test_a_file_comes_back_byte_for_byte_and_only_as_a_download(connie: Member, vera: Member, node: Node) -> None:
    attachment = _attach(connie, node, "page.html", SCRIPT)

    response = ClientOf(vera).get(f"/api/graph/attachments/{attachment['id']}")

    assert b"".join(response) == SCRIPT
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == 'attachment; filename="page.html"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_file_stays_in_its_workspace(connie: Member, charlie: Member, node: Node) -> None:
    attachment = _attach(connie, node, "notes.txt", b"Secret")

    assert ClientOf(charlie).get(f"/api/graph/attachments/{attachment['id']}").status_code == 404


def test_the_same_bytes_lie_in_the_folder_once_and_go_with_their_last_attachment(alice: Member, node: Node) -> None:
    first = _attach(alice, node, "a.txt", b"Same")
    second = _attach(alice, node, "b.txt", b"Same")
    path = path_of(Attachment.objects.get(pk=first["id"]).digest)
    client = ClientOf(alice)

    client.delete(f"/api/graph/attachments/{first['id']}")
    _age(Attachment.objects.get(pk=first["id"]))
    purge_trash()
    assert path.exists()
    assert [each["id"] for each in client.get(f"/api/graph/nodes/{node.id}/attachments").json()] == [second["id"]]

    Node.objects.update(trashed_at=clock.now() - timedelta(days=31))
    assert purge_trash() == 1
    assert not path.exists()


def _age(attachment: Attachment) -> None:
    attachment.removed_at = clock.now() - timedelta(days=31)
    attachment.save()


def test_an_empty_file_is_refused_and_leaves_nothing(alice: Member, node: Node) -> None:
    response = ClientOf(alice).post(
        f"/api/graph/nodes/{node.id}/attachments", {"file": SimpleUploadedFile("empty.txt", b"")}
    )

    assert (response.status_code, response.json()["code"]) == (422, "graph.attachment_empty")
    assert not Attachment.objects.exists()


def test_editors_remove_any_file_and_contributors_their_own(
    connie: Member, bob: Member, node: Node, alice: Member
) -> None:
    ours, theirs = _attach(connie, node, "a.txt", b"a"), _attach(alice, node, "b.txt", b"b")

    assert ClientOf(connie).delete(f"/api/graph/attachments/{theirs['id']}").status_code == 403
    assert ClientOf(connie).delete(f"/api/graph/attachments/{ours['id']}").status_code == 204
    assert ClientOf(bob).delete(f"/api/graph/attachments/{theirs['id']}").status_code == 204


def test_activity_tells_what_was_done_newest_first(alice: Member, connie: Member, node: Node) -> None:
    other = create_record(Component, actor=alice, values={"title": "Mail"}).node
    create_link(actor=alice, kind=LinkKind.SUPPORTS, source=node, target=other)
    _say(connie, node, "Hm.")

    rows = ClientOf(alice).get(f"/api/graph/nodes/{node.id}/activity").json()

    assert [(row["action"], row["actor"]["name"]) for row in rows] == [
        ("comment", "Connie"),
        ("link", "Alice"),
        ("create", "Alice"),
    ]
    assert rows[0]["changes"] == {}, "words taken back are not read here either"
    assert rows[1]["changes"] == {"link": [None, "CMP-1 supports CMP-2"]}


def test_the_completeness_of_a_lonely_record_says_what_it_lacks(alice: Member, node: Node) -> None:
    answer = ClientOf(alice).get(f"/api/graph/nodes/{node.id}/completeness").json()

    assert (answer["done"], answer["total"], len(answer["missing"])) == (0, 11, 11)
    assert answer["missing"][0] == {
        "step": "evidence",
        "sentence": "No customer's words and nothing observed stand behind it.",
    }


def test_lists_around_a_record_ask_few_questions(
    alice: Member, node: Node, django_assert_max_num_queries: object
) -> None:
    for number in range(10):
        _say(alice, node, f"Comment {number}")
        _attach(alice, node, f"{number}.txt", b"x")
    client = ClientOf(alice)
    for what in ("comments", "attachments", "activity"):
        with django_assert_max_num_queries(8):  # type: ignore[operator]  # pytest-django's own type is private
            assert len(client.get(f"/api/graph/nodes/{node.id}/{what}").json()) >= 10


def test_mentions_are_read_only_in_their_full_form() -> None:
    one = "01900000-0000-7000-8000-000000000001"

    assert {str(found) for found in find_mentions(f"@[A B]({one}) @[x](nobody) @A ({one}) @[A]({one})")} == {one}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\plan.docx", "plan.docx"),
        ('a"b\r\nSet-Cookie: x.txt', "abSet-Cookie x.txt"),
        ("...", "file"),
        ("", "file"),
        ("naïve.pdf", "naïve.pdf"),
        ("x" * 300 + ".pdf", "x" * 180 + ".pdf"),
    ],
)
def test_a_file_name_is_a_name_and_nothing_more(given: str, kept: str) -> None:
    assert safe_file_name(given) == kept


@pytest.mark.parametrize("name", ["a.svg", "a.html", "a.js", "a.xml", "a", "a.png.exe", "a.shtml"])
def test_what_a_browser_might_run_is_only_bytes(name: str) -> None:
    assert safe_content_type(name) == "application/octet-stream"


def test_pictures_and_texts_keep_their_type() -> None:
    assert safe_content_type("A.PNG") == "image/png"
    assert safe_content_type("notes.md") == "text/plain"
