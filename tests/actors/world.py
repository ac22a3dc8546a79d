"""Larkspur with its cast, and Charlie's workspace beside it."""

import itertools
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ClientOf
from django.db import transaction
from django.test import Client
from tests.actors.contract import Operation, kind_before, kind_of
from tests.actors.entries import ENTRIES, PATHS, Entry
from tests.actors.examples import EXAMPLES

from truenorth.domains.graph.models import Node
from truenorth.domains.graph.registry import get_kind, list_kinds
from truenorth.domains.workspace.factories import make_member, make_owner
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.rules import Role

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

UUID_TEXT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request that an allowed actor would see succeed."""

    operation: Operation
    url: str
    body: Any = None
    files: Mapping[str, Any] | None = None

    def send(self, client: Client, *, workspace: str | None = None) -> "Response":
        headers = {"X-Workspace": workspace} if workspace else {}
        if self.files is not None:
            for value in self.files.values():
                if hasattr(value, "seek"):
                    value.seek(0)
            return client.post(self.url, dict(self.files), headers=headers)
        content = b"" if self.body is None else json.dumps(self.body).encode()
        answer = client.generic(self.operation.method, self.url, content, "application/json", headers=headers)
        if answer.streaming:  # read to the end, which is how the test client closes the file and nothing else
            answer.getvalue()
        return answer

    @property
    def named_in_path(self) -> set[str]:
        return set(UUID_TEXT.findall(self.url.split("?")[0]))

    @property
    def named(self) -> set[str]:
        fields = {key: value for key, value in (self.files or {}).items() if isinstance(value, str)}
        return set(UUID_TEXT.findall(self.url + json.dumps(self.body) + json.dumps(fields)))


@dataclass
class World:
    olga: Member
    members: Mapping[Role, Member]
    charlie: Member
    clients: Mapping[Role, Client]
    charlies_client: Client
    nobody: Client = field(default_factory=Client)
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def make(self, kind: str, **values: object) -> str:
        """A record of this kind in Larkspur, made by Olga through the API; its id."""
        if kind not in {each.name for each in list_kinds()}:
            pytest.skip(f"there is no kind {kind!r} yet")
        known = get_kind(kind)
        return str(self.post(f"/api/{known.domain}/{known.plural}", self.example(kind) | values)["id"])

    def example(self, kind: str) -> dict[str, Any]:
        build = EXAMPLES.get(kind)
        return dict(build(self)) if build else {"title": f"{kind} {next(self._numbers)}"}

    def post(self, url: str, body: object) -> Any:  # noqa: ANN401 - whatever JSON the route answers
        answer = self.clients[Role.OWNER].post(url, json.dumps(body), content_type="application/json")
        assert answer.status_code in (200, 201), f"POST {url} {body}: {answer.status_code} {answer.content!r}"
        return answer.json()

    def put(self, url: str, body: object) -> Any:  # noqa: ANN401 - whatever JSON the route answers
        answer = self.clients[Role.OWNER].put(url, json.dumps(body), content_type="application/json")
        assert answer.status_code == 200, f"PUT {url} {body}: {answer.status_code} {answer.content!r}"
        return answer.json()

    def upload(self, url: str, fields: Mapping[str, Any]) -> Any:  # noqa: ANN401 - whatever JSON the route answers
        answer = self.clients[Role.OWNER].post(url, dict(fields))
        assert answer.status_code in (200, 201), f"POST {url}: {answer.status_code} {answer.content!r}"
        return answer.json()

    def get(self, url: str) -> Any:  # noqa: ANN401 - whatever JSON the route answers
        answer = self.clients[Role.OWNER].get(url)
        assert answer.status_code == 200, f"GET {url}: {answer.status_code} {answer.content!r}"
        return answer.json()

    def entry_of(self, operation: Operation) -> Entry:
        if operation.name in ENTRIES:
            return ENTRIES[operation.name]
        kind = kind_of(operation)
        if kind is None or not operation.is_write:
            return Entry(floor=Role.VIEWER)
        if operation.method == "POST":
            return Entry(floor=kind.writer, body=lambda world: world.example(kind.name))
        return Entry(floor=kind.writer, body=lambda _: {"title": "Another title"})

    def call(self, operation: Operation) -> Call:
        entry = self.entry_of(operation)
        values = {name: self._path_value(operation, entry, name) for name in operation.path_names}
        url = operation.path.format(**values) + (entry.query(self) if entry.query else "")
        body = entry.body(self) if entry.body else None
        if operation.method == "PATCH" and isinstance(body, dict) and "record_id" in values:
            body = {"version": self.get(url)["version"], **body}
        return Call(operation=operation, url=url, body=body, files=entry.files(self) if entry.files else None)

    def _path_value(self, operation: Operation, entry: Entry, name: str) -> str:
        if name in entry.path:
            return entry.path[name](self)
        kind = kind_before(operation, name)
        return self.make(kind.name) if kind else PATHS[name](self)

    def larkspurs_ids(self) -> set[str]:
        nodes = Node.objects.filter(workspace=self.olga.workspace).values_list("id", flat=True)
        return {str(each) for each in nodes} | {str(member.id) for member in self.members.values()}


def is_derivable(operation: Operation) -> bool:
    """Whether the matrix knows how to call it without an entry of its own."""
    if kind_of(operation):
        return True
    known = all(name in PATHS or kind_before(operation, name) for name in operation.path_names)
    return not operation.is_write and not operation.required_query and known


@contextmanager
def larkspur() -> Iterator[World]:
    """The world, taken back at the end; each test takes back its own part with `taken_back`."""
    with transaction.atomic():
        olga = make_owner("Olga")
        rest = [role for role in Role if role != Role.OWNER]
        members = {Role.OWNER: olga} | {role: make_member(olga, role.title(), role=role) for role in rest}
        charlie = make_owner("Charlie", slug="elsewhere")
        yield World(
            olga=olga,
            members=members,
            charlie=charlie,
            clients={role: ClientOf(member) for role, member in members.items()},
            charlies_client=ClientOf(charlie),
        )
        transaction.set_rollback(True)
