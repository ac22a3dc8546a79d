"""What the route takes in, what it refuses, and that a refused delivery leaves no event behind."""

import errno
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ClientOf
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from truenorth.domains.kit import event_stores, queue
from truenorth.domains.workspace.models import ApiToken, Member
from truenorth.domains.workspace.rules import Scope
from truenorth.domains.workspace.services import create_token, revoke_token
from truenorth.edges.ingestion.bodies import MOST_BYTES, MOST_EVENTS
from truenorth.edges.ingestion.compacting import compact_event_stores
from truenorth.engines.events.store.locking import store_lock

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

URL = "/api/ingestion/events"
GOOD = {"event": "signup", "user_id": "ada", "time": "2026-03-01T09:00:00Z", "properties": {"plan": "pro"}}


@pytest.fixture(autouse=True)
def stores(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Stores of this test's own."""
    monkeypatch.setattr(event_stores, "folder_of_stores", lambda: tmp_path)
    cache.clear()
    yield tmp_path
    event_stores.close_event_stores()


def deliver(who: Member | str, body: bytes, content_type: str = "application/json", **headers: str) -> "Response":
    """As a member who is signed in, or by a token's secret."""
    if isinstance(who, Member):
        return ClientOf(who).generic("POST", URL, body, content_type, headers=headers)
    return Client().generic("POST", URL, body, content_type, headers={"Authorization": f"Bearer {who}", **headers})


def as_json(*events: object) -> bytes:
    return json.dumps({"events": events}).encode()


def held(slug: str = "larkspur") -> int:
    return event_stores.open_event_store(slug).waiting_events() if slug in event_stores.list_event_stores() else 0


def token_of(member: Member, scope: Scope) -> tuple[ApiToken, str]:
    return create_token(actor=member, name="Shop", scope=scope)


def test_events_go_into_the_store_of_their_workspace(olga: Member, charlie: Member) -> None:
    answer = deliver(token_of(charlie, Scope.INGEST)[1], as_json(GOOD, GOOD))

    assert (answer.status_code, answer.json()) == (200, {"accepted": 2, "rejected": []})
    assert (held("elsewhere"), held("larkspur")) == (2, 0)


def test_rows_that_are_wrong_are_named_and_the_others_are_taken(connie: Member) -> None:
    wrong = [
        GOOD | {"time": "soon"},
        GOOD | {"platform": "web"},
        {"event": "signup", "time": "2026-03-01"},
        GOOD | {"event": 5},
        "signup",
    ]

    answer = deliver(connie, as_json(GOOD, *wrong, GOOD))

    assert answer.status_code == 200
    assert answer.json() == {
        "accepted": 2,
        "rejected": [
            {"index": 1, "field": "time", "reason": "must be a datetime, ISO 8601 or epoch milliseconds"},
            {"index": 2, "field": "platform", "reason": "is an unknown field"},
            {"index": 3, "field": "user_id", "reason": "or device_id is required"},
            {"index": 4, "field": "event", "reason": "must be text, not int"},
            {"index": 5, "field": "event", "reason": "must be a mapping, not str"},
        ],
    }
    assert held() == 2


def test_lines_and_gzip_are_taken_too(connie: Member) -> None:
    lines = "\n".join(map(json.dumps, [GOOD, GOOD | {"user_id": 7}])).encode()
    zipped = gzip.compress(as_json(GOOD))

    by_line = deliver(connie, lines + b'\n{"event', "application/x-ndjson; charset=utf-8")
    unpacked = deliver(connie, zipped, **{"Content-Encoding": "gzip"})

    assert by_line.json() == {"accepted": 2, "rejected": [{"index": 2, "field": "event", "reason": "must be JSON"}]}
    assert unpacked.json() == {"accepted": 1, "rejected": []}
    assert held() == 3


@pytest.mark.parametrize("moment", ["1970-01-01T00:00:00Z", 0, "2100-12-31T23:59:59+14:00", 4_133_980_799_000.5])
def test_times_far_from_now_are_times(connie: Member, moment: object) -> None:
    assert deliver(connie, as_json(GOOD | {"time": moment})).json()["accepted"] == 1


def test_an_empty_delivery_is_no_mistake(connie: Member) -> None:
    for body, content_type in ((as_json(), "application/json"), (b"\n", "application/x-ndjson")):
        assert deliver(connie, body, content_type).json() == {"accepted": 0, "rejected": []}


def test_where_nothing_can_be_accepted_the_delivery_is_refused(connie: Member) -> None:
    answer = deliver(connie, as_json(GOOD | {"time": None}, {}))

    assert (answer.status_code, answer.json()["code"]) == (422, "ingestion.nothing_accepted")
    assert answer.json()["fields"] == {"events.0.time": "is required"}
    assert [each["index"] for each in answer.json()["rejected"]] == [0, 1]
    assert held() == 0


DEEP = b'{"a":' * 41 + b"1" + b"}" * 41
EVENT = b'{"events": [{"event": "a", "user_id": "b", "time": 0, %s}]}'


@pytest.mark.parametrize(
    ("body", "status", "named"),
    [
        (b" ", 400, ""),
        (b"\xff\xfe{", 400, ""),
        (b'{"events": [', 400, ""),
        (b'{"events": ' + b"[" * 100_000, 400, ""),
        (b"[]", 422, "body"),
        (b"{}", 422, "events"),
        (b'{"events": 5}', 422, "events"),
        (b'{"events": {"event": "a"}}', 422, "events"),
        (b'{"events": [], "api_key": "k"}', 422, "api_key"),
        (b'{"events": [{"event": "\xff"}]}', 400, ""),
        (EVENT % (b'"properties": ' + DEEP), 422, "events.0.properties"),
        (EVENT % b'"properties": {"price": NaN}', 422, "events.0.properties.price"),
        (EVENT % b'"properties": {"price": -Infinity}', 422, "events.0.properties.price"),
        (EVENT % rb'"properties": {"\ud800": NaN}', 422, r"events.0.properties.\ud800"),
        (EVENT % rb'"insert_id": "\ud800"', 422, "events.0.insert_id"),
        (EVENT % b'"properties": [1]', 422, "events.0.properties"),
        (EVENT % b'"insert_id": true', 422, "events.0.insert_id"),
    ],
)
def test_what_is_wrong_is_said_in_a_problem_that_names_it(connie: Member, body: bytes, status: int, named: str) -> None:
    answer = deliver(connie, body)

    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert list(answer.json()["fields"]) == ([named] if named else [])
    assert held() == 0


@pytest.mark.parametrize(
    ("content_type", "encoding", "status"),
    [
        ("application/x-www-form-urlencoded", "", 415),
        ("text/csv", "", 415),
        ("", "", 415),
        ("application/json", "br", 415),
        ("application/json", "gzip", 400),
        ("application/json", "identity", 200),
    ],
)
def test_forms_that_are_unknown_or_untrue_are_refused(
    connie: Member, content_type: str, encoding: str, status: int
) -> None:
    assert deliver(connie, as_json(GOOD), content_type, **{"Content-Encoding": encoding}).status_code == status


def test_a_gzip_that_unpacks_to_more_than_the_limit_is_not_unpacked(connie: Member) -> None:
    bomb = gzip.compress(b" " * (MOST_BYTES * 20))

    answer = deliver(connie, bomb, **{"Content-Encoding": "gzip"})

    assert (answer.status_code, answer.json()["code"]) == (413, "kit.too_large")
    assert "10 MiB" in answer.json()["detail"]


@pytest.mark.parametrize("damage", [lambda zipped: zipped[:-9], lambda zipped: zipped + zipped])
def test_a_gzip_that_is_not_one_whole_is_refused(connie: Member, damage: Any) -> None:  # noqa: ANN401 - a parameter
    answer = deliver(connie, damage(gzip.compress(as_json(GOOD))), **{"Content-Encoding": "gzip"})

    assert (answer.status_code, answer.json()["code"]) == (400, "ingestion.body_unreadable")
    assert held() == 0


def test_too_many_bytes_and_too_many_events_are_refused_whole(connie: Member) -> None:
    long = deliver(connie, as_json(GOOD | {"properties": {"a": "x" * MOST_BYTES}}))
    many = deliver(connie, as_json(*[GOOD] * (MOST_EVENTS + 1)))

    assert (long.status_code, many.status_code) == (413, 413)
    assert many.json()["detail"] == "A delivery holds up to 10,000 events; these are 10,001."
    assert held() == 0


def test_the_largest_delivery_is_one_frame_of_the_log(connie: Member, stores: Path) -> None:
    """Numbers grow most on the way: 1e15 is written in 18 characters."""
    numbers = [1e15] * 185
    text = as_json(*[GOOD | {"properties": {"n": numbers}}] * MOST_EVENTS).replace(b"1000000000000000.0, ", b"1e15,")
    assert MOST_BYTES * 0.9 < len(text) <= MOST_BYTES

    assert deliver(connie, text).json()["accepted"] == MOST_EVENTS

    [log] = (stores / "larkspur/log").glob("*.log")
    event_stores.close_event_stores()
    from truenorth.engines.events.log import scan

    assert [head.count for head in scan(log)] == [MOST_EVENTS]


def test_a_token_must_be_allowed_to_deliver(connie: Member, vera: Member) -> None:
    cases = {
        token_of(connie, Scope.INGEST)[1]: 200,
        token_of(connie, Scope.WRITE)[1]: 200,
        token_of(connie, Scope.READ)[1]: 403,
        token_of(vera, Scope.READ)[1]: 403,
        "tn_unknown": 401,
    }

    assert {secret: deliver(secret, as_json(GOOD)).status_code for secret in cases} == cases
    assert held() == 2


def test_a_member_who_may_only_view_by_now_delivers_no_more(olga: Member, connie: Member) -> None:
    _, secret = token_of(connie, Scope.INGEST)
    assert deliver(secret, as_json(GOOD)).status_code == 200

    connie.role = "viewer"
    connie.save()

    assert deliver(secret, as_json(GOOD)).status_code == 403


def test_a_token_delivers_into_its_own_workspace_alone(connie: Member, charlie: Member) -> None:
    _, secret = token_of(connie, Scope.INGEST)

    assert deliver(secret, as_json(GOOD), **{"X-Workspace": "elsewhere"}).status_code == 404
    assert deliver(secret, as_json(GOOD), **{"X-Workspace": "larkspur"}).status_code == 200


def test_a_token_that_only_delivers_reads_and_writes_nothing_else(connie: Member) -> None:
    _, secret = token_of(connie, Scope.INGEST)
    headers = {"Authorization": f"Bearer {secret}"}

    assert Client().get("/api/workspace", headers=headers).status_code == 403
    assert Client().post("/api/pulse/matters", {}, headers=headers).status_code == 403


def test_a_revoked_token_delivers_nothing(connie: Member) -> None:
    token, secret = token_of(connie, Scope.INGEST)
    revoke_token(actor=connie, token_id=token.id)

    assert deliver(secret, as_json(GOOD)).status_code == 401


@pytest.mark.parametrize(
    ("number", "code", "wait"),
    [(errno.ENOSPC, "ingestion.store_full", "60"), (errno.EIO, "ingestion.store_unusable", "5")],
)
def test_a_disk_that_is_full_or_fails_is_a_reason_to_come_again(
    connie: Member, monkeypatch: pytest.MonkeyPatch, number: int, code: str, wait: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, "it cannot be")

    assert deliver(connie, as_json(GOOD)).status_code == 200
    for broken in ("os.write", "os.fdatasync"):
        with monkeypatch.context() as patch:
            patch.setattr(
                f"truenorth.engines.events.log.{'outlet' if broken == 'os.write' else 'files'}.{broken}", fail
            )
            answer = deliver(connie, as_json(GOOD))
        assert (answer.status_code, answer.json()["code"], answer.headers["Retry-After"]) == (503, code, wait)
        assert deliver(connie, as_json(GOOD)).json()["accepted"] == 1


def test_a_folder_that_is_no_store_is_said_to_be_unusable(connie: Member, stores: Path) -> None:
    (stores / "larkspur").write_text("in the way")

    answer = deliver(connie, as_json(GOOD))

    assert (answer.status_code, answer.json()["code"]) == (503, "ingestion.store_unusable")


@pytest.mark.one_database("about files alone")
def test_a_compaction_folds_each_store_where_enough_waits(connie: Member, charlie: Member) -> None:
    deliver(connie, as_json(GOOD, GOOD))
    deliver(charlie, as_json(GOOD))

    compact_event_stores(at_least=2)
    assert (held("larkspur"), held("elsewhere")) == (0, 1)

    compact_event_stores(at_least=1)
    assert held("elsewhere") == 0
    assert event_stores.open_event_store("larkspur").info().events == 2


@pytest.mark.one_database("about files alone")
def test_a_store_that_another_process_compacts_is_left_and_a_broken_one_stops_no_other(
    connie: Member, charlie: Member, stores: Path, caplog: pytest.LogCaptureFixture
) -> None:
    deliver(connie, as_json(GOOD))
    deliver(charlie, as_json(GOOD))
    (stores / "broken").mkdir()
    (stores / "broken/manifest.sqlite").write_bytes(b"no database" * 100)

    with store_lock(stores / "larkspur"):
        compact_event_stores(at_least=1)

    assert (held("larkspur"), held("elsewhere")) == (1, 0)
    assert "the events of broken could not be compacted" in caplog.text


@pytest.mark.one_database("about the worker alone")
def test_the_worker_compacts() -> None:
    queue.discover(settings.INSTALLED_APPS)

    assert "truenorth.edges.ingestion.tasks.compact_events_that_wait" in queue.list_tasks()
