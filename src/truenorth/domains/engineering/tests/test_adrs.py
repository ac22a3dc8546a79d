from datetime import date
from typing import Any

import pytest

from truenorth.domains.engineering.errors import SectionBreaksOut
from truenorth.domains.engineering.models import Adr
from truenorth.domains.engineering.services import create_adr, revise_adr
from truenorth.domains.graph.errors import StaleVersion
from truenorth.domains.kit.errors import Forbidden
from truenorth.domains.workspace.models import AuditRow, Member


def _make(actor: Member, **values: Any) -> Adr:
    return create_adr(actor=actor, values={"title": "Use files", "context": "Full.", **values})


def test_a_decision_is_written_as_markdown(alice: Member) -> None:
    adr = _make(alice, status="accepted", decided_on=date(2026, 2, 3), deciders=["Alice", "Bob"], outcome="Files.")

    assert adr.body == (
        "---\nstatus: accepted\ndate: 2026-02-03\ndecision-makers: Alice, Bob\n---\n\n# Use files\n\n"
        "## Context and Problem Statement\n\nFull.\n\n## Decision Outcome\n\nFiles.\n\n"
    )
    assert (adr.key, adr.status, adr.file_name) == ("ADR-1", "accepted", "0001-use-files.md")


def test_a_change_of_one_part_leaves_the_rest_to_the_letter(alice: Member) -> None:
    adr = _make(alice, body="# Old\n\n* Status: proposed\n\n## Ours\n\nKept   as is.\n")

    changed = revise_adr(adr, actor=alice, version=1, changes={"status": "accepted"})

    assert changed.body == adr.body.replace("Status: proposed", "Status: accepted")
    assert (changed.status, changed.title, changed.version) == ("accepted", "Use files", 2)
    assert AuditRow.objects.filter(target_id=adr.id, action="update").get().changes["status"] == [
        "proposed",
        "accepted",
    ]


def test_a_new_text_brings_its_own_title_and_status(alice: Member) -> None:
    text = "---\nstatus: deprecated\n---\n# Use tables\n"

    changed = revise_adr(_make(alice), actor=alice, version=1, changes={"body": text})

    assert (changed.title, changed.status, changed.body) == ("Use tables", "deprecated", text)


@pytest.mark.parametrize(
    "parts",
    [
        {"context": "Full.\n\n## Decision Outcome\n\nFiles."},
        {"title": "Two\nlines"},
        {"context": "# Not a title"},
        {"outcome": "```\nnever closed", "more_information": "Lost"},
    ],
)
def test_what_would_not_be_read_back_is_refused_and_nothing_is_written(alice: Member, parts: dict[str, str]) -> None:
    with pytest.raises(SectionBreaksOut):
        _make(alice, **parts)

    assert not Adr.objects.exists()


def test_a_stale_change_and_a_contributors_are_refused(alice: Member, connie: Member) -> None:
    adr = _make(alice)
    revise_adr(adr, actor=alice, version=1, changes={"status": "accepted"})

    with pytest.raises(StaleVersion):
        revise_adr(adr, actor=alice, version=1, changes={"status": "rejected"})
    with pytest.raises(Forbidden):
        revise_adr(adr, actor=connie, version=2, changes={"status": "rejected"})

    assert Adr.objects.get().status == "accepted"
