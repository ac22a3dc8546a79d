"""Architecture decisions: Markdown documents whose parts can be changed one by one."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from truenorth.domains.engineering.errors import SectionBreaksOut
from truenorth.domains.engineering.models import Adr
from truenorth.domains.engineering.rules import FACTS, PEOPLE, SECTIONS, AdrStatus, Madr, revise_madr
from truenorth.domains.graph.services import LinkDraft, create_record, revise_record
from truenorth.domains.workspace.models import Member

PARTS = {"title", *FACTS, *SECTIONS}


@transaction.atomic
def create_adr(*, actor: Member, values: Mapping[str, Any], links: Sequence[LinkDraft] = ()) -> Adr:
    """A decision from its parts; or from its Markdown, into which only the parts that are given are written."""
    parts = {name: value for name, value in values.items() if value not in ("", None, [])}
    text = values.get("body", "")
    usual = {} if text else {"title": values["title"], "status": AdrStatus.PROPOSED}
    body = _write(text, _parts_of(usual | parts))
    return create_record(Adr, actor=actor, values={**draft_adr(body), "title": values["title"]}, links=links)


@transaction.atomic
def revise_adr(adr: Adr, *, actor: Member, version: int, changes: Mapping[str, Any]) -> Adr:
    """Change parts of a decision; of its Markdown, only their own lines."""
    body = _write(changes.get("body", adr.body), _parts_of(changes))
    read = draft_adr(body)
    named = changes.get("title") or (read["title"] if "body" in changes else "")
    return revise_record(adr, actor=actor, version=version, changes={**read, "title": named or adr.title})


def draft_adr(body: str) -> dict[str, Any]:
    """The values of the record that a document makes."""
    read = Madr(body)
    return {"title": read.title, "body": body, "status": read.status.value, "decided_on": read.decided_on}


def _parts_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is to be written into a document. One that is given whole has its own heading, or none."""
    left_out = {"title"} if values.get("body") else set()
    parts = {name: value for name, value in values.items() if name in PARTS - left_out}
    return parts | {"status": parts["status"] or AdrStatus.PROPOSED} if "status" in parts else parts


def _write(body: str, parts: Mapping[str, Any]) -> str:
    """The document with these parts in it; refused where a part would not be read back as it was given."""
    written = revise_madr(body, {name: _plain(value) for name, value in parts.items()})
    read = Madr(written)
    lost = [name for name, value in parts.items() if _read(read, name) != _expected(name, value)]
    if lost:
        raise SectionBreaksOut(fields=dict.fromkeys(lost, SectionBreaksOut.title))
    return written


def _plain(value: Any) -> str | Sequence[str]:  # noqa: ANN401 - whatever a part is given as
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else value


def _expected(name: str, value: Any) -> object:  # noqa: ANN401 - as above
    if name in PEOPLE:
        return tuple(each.strip() for each in value)
    return value if name == "decided_on" else _lines(str(value))


def _read(document: Madr, name: str) -> object:
    if name in PEOPLE:
        return document.people(name)
    if name in SECTIONS:
        return _lines(document.section(name))
    return getattr(document, name)


def _lines(text: str) -> str:
    return "\n".join(text.strip().splitlines())
