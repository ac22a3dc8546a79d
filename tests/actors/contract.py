"""The routes as the committed contract names them."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from truenorth.domains.graph.registry import NodeKind, list_kinds

DOCUMENT = json.loads((Path(__file__).parents[2] / "contract/openapi.json").read_text())
SCHEMAS: Mapping[str, Any] = DOCUMENT["components"]["schemas"]
METHODS = {"get", "post", "put", "patch", "delete"}


@dataclass(frozen=True, slots=True)
class Operation:
    name: str
    method: str
    path: str
    body: Mapping[str, Any] | None
    """The schema of the JSON body, references resolved one step."""
    is_multipart: bool
    required_query: tuple[str, ...]
    query: tuple[str, ...]

    @property
    def path_names(self) -> list[str]:
        return re.findall(r"{(\w+)}", self.path)

    @property
    def is_write(self) -> bool:
        return self.method != "GET"

    def __str__(self) -> str:
        return f"{self.method} {self.path} ({self.name})"


def resolve(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema behind a reference; of alternatives the first that is not null."""
    if "$ref" in schema:
        return resolve(SCHEMAS[schema["$ref"].rsplit("/", 1)[-1]])
    for choice in schema.get("anyOf", ()):
        if choice.get("type") != "null":
            return resolve(choice)
    if len(schema.get("allOf", ())) == 1:
        return resolve(schema["allOf"][0])
    return schema


def _read_operations() -> Iterator[Operation]:
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            if method in METHODS:
                yield _read(method.upper(), path, operation)


def _read(method: str, path: str, operation: Mapping[str, Any]) -> Operation:
    content = operation.get("requestBody", {}).get("content", {})
    json_body = content.get("application/json")
    query = [each for each in operation.get("parameters", ()) if each["in"] == "query"]
    return Operation(
        name=operation["operationId"],
        method=method,
        path=path,
        body=resolve(json_body["schema"]) if json_body else None,
        is_multipart="multipart/form-data" in content,
        required_query=tuple(each["name"] for each in query if each.get("required")),
        query=tuple(each["name"] for each in query),
    )


OPERATIONS = {operation.name: operation for operation in _read_operations()}


def kind_of(operation: Operation) -> NodeKind | None:
    """The kind of record whose generic routes this operation is one of."""
    for kind in list_kinds():
        at = f"/api/{kind.domain}/{kind.plural}"
        generic = {("GET", at), ("POST", at), ("GET", f"{at}/export.csv"), ("GET", f"{at}/{{record_id}}")}
        if (operation.method, operation.path) in generic | {("PATCH", f"{at}/{{record_id}}")}:
            return kind
    return None


def kind_before(operation: Operation, name: str) -> NodeKind | None:
    """The kind that a path parameter names an instance of: `/roadmap/initiatives/{any}` is an initiative."""
    head = operation.path.split(f"/{{{name}}}")[0]
    for kind in list_kinds():
        if head == f"/api/{kind.domain}/{kind.plural}":
            return kind
    return None
