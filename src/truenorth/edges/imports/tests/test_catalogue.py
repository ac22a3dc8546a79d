import io

import pytest

from truenorth.domains.engineering.factories import make_component
from truenorth.domains.engineering.models import Component, ComponentDependency
from truenorth.domains.engineering.selectors import get_map
from truenorth.domains.graph.models import Node
from truenorth.domains.graph.selectors import list_records
from truenorth.domains.kit.errors import Forbidden
from truenorth.domains.kit.tables.errors import FieldTooLong
from truenorth.domains.workspace.models import Member
from truenorth.domains.workspace.services import create_team
from truenorth.edges.imports.errors import CatalogueUnreadable
from truenorth.edges.imports.jobs import Report
from truenorth.edges.imports.running import run_import, undo_run
from truenorth.edges.imports.yaml_documents import read_documents

CATALOGUE = """# What we run
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: Invoicing
  title: Invoicing service
  description: |
    Writes invoices.
    ---
    And sends them.
  annotations:
    github.com/project-slug: larkspur/invoicing
spec:
  type: service
  lifecycle: production
  owner: team-money
  system: billing
  dependsOn: [resource:ledger-db, component:default/mail]
  providesApis: [invoices]
---
kind: Component
metadata: {name: mail}
spec:
  owner: user:default/bob
  lifecycle: experimental
  dependencyOf: [component:invoicing]
  consumesApis: [invoices]
---
kind: Resource
metadata: {name: ledger-db}
spec: {type: database, owner: group:elsewhere/unknown, system: billing}
---
kind: API
metadata: {name: invoices}
spec: {type: openapi, lifecycle: production, owner: team-money}
---
kind: System
metadata: {name: billing}
spec: {owner: team-money, domain: money}
---
kind: Domain
metadata: {name: money}
---
kind: Group
metadata: {name: team-money}
spec: {profile: {displayName: Growth}}
---
kind: Location
metadata: {name: elsewhere}
"""
BROKEN = """kind: Component
metadata: {name: good}
---
kind: Component
metadata: [name
---
kind: Component
metadata: {title: Nameless}
---
just words
---
kind: Component
metadata: {name: GOOD}
---
kind: Component
metadata: {name: twice, name: twice}
"""


def _import(actor: Member, text: str | bytes, *, dry_run: bool = False) -> Report:
    content = text if isinstance(text, bytes) else text.encode()
    return run_import(
        actor=actor, source="catalog", file=io.BytesIO(content), file_name="catalog-info.yaml", dry_run=dry_run
    )


def _counts(report: Report) -> tuple[int, int, int]:
    return report.created, report.unchanged, report.rejected


def _sentences(viewer: Member) -> set[str]:
    return {f"{each.source.title} {each.sort} {each.target.title}" for each in get_map(viewer).dependencies}


def test_a_catalogue_comes_in_with_what_needs_what_and_who_owns_it(olga: Member, bob: Member) -> None:
    team = create_team(actor=olga, name="Growth")

    report = _import(olga, CATALOGUE)

    assert _counts(report) == (6, 0, 0)
    assert report.detail == {
        "dependencies": 4,
        "references to nothing": 0,
        "missing": [],
        "left out": {"Group": 1, "Location": 1},
    }
    invoicing = list_records(olga, Component).get(node__title="Invoicing service")
    assert (invoicing.sort, invoicing.type, invoicing.lifecycle, invoicing.repository) == (
        "component",
        "service",
        "production",
        "larkspur/invoicing",
    )
    assert invoicing.body == "Writes invoices.\n---\nAnd sends them."
    assert invoicing.team == team
    assert invoicing.part_of is not None
    assert (invoicing.part_of.title, invoicing.part_of.part_of_id is not None) == ("billing", True)
    assert list_records(olga, Component).get(node__title="mail").owner == bob
    assert list_records(olga, Component).get(node__title="ledger-db").body == "Owner: group:elsewhere/unknown"
    assert _sentences(olga) == {
        "Invoicing service depends_on ledger-db",
        "Invoicing service depends_on mail",
        "Invoicing service provides invoices",
        "mail consumes invoices",
    }


def test_the_same_catalogue_again_changes_nothing(alice: Member) -> None:
    _import(alice, CATALOGUE)

    report = _import(alice, CATALOGUE)

    assert _counts(report) == (0, 6, 0)
    assert report.detail["dependencies"] == 0
    assert ComponentDependency.objects.count() == 4


def test_a_dry_run_writes_nothing_and_counts_the_same(alice: Member) -> None:
    tried = _import(alice, CATALOGUE, dry_run=True)
    assert not Node.objects.exists()

    done = _import(alice, CATALOGUE)

    assert tried.run_id is None
    assert (_counts(tried), tried.detail, tried.sample) == (_counts(done), done.detail, done.sample)


def test_undo_takes_the_dependencies_between_known_components_too(alice: Member) -> None:
    known = {name: make_component(alice, name, external_id=f"component:default/{name}") for name in ("web", "api")}
    report = _import(alice, "kind: Component\nmetadata: {name: web}\nspec: {dependsOn: [api]}\n")
    assert (_counts(report), _sentences(alice)) == ((0, 1, 0), {"web depends_on api"})
    assert report.run_id is not None

    undo_run(actor=alice, run_id=report.run_id)

    assert _sentences(alice) == set()
    assert {node.component.id for node in get_map(alice).nodes} == {each.id for each in known.values()}
    _import(alice, "kind: Component\nmetadata: {name: web}\nspec: {dependsOn: [api]}\n")
    assert _sentences(alice) == {"web depends_on api"}


def test_a_contributor_undoes_no_catalogue(alice: Member, connie: Member) -> None:
    report = _import(alice, CATALOGUE)
    assert report.run_id is not None

    with pytest.raises(Forbidden):
        undo_run(actor=connie, run_id=report.run_id)

    assert len(_sentences(alice)) == 4


def test_a_reference_to_nothing_is_named_and_stops_nobody(alice: Member) -> None:
    report = _import(alice, "kind: Component\nmetadata: {name: web}\nspec: {dependsOn: [gone], system: none}\n")

    assert _counts(report) == (1, 0, 0)
    assert report.detail["missing"] == [
        "component:default/web depends_on component:default/gone",
        "component:default/web is a part of system:default/none",
    ]


def test_what_is_broken_is_rejected_by_its_line_and_the_rest_comes_in(alice: Member) -> None:
    report = _import(alice, BROKEN)

    assert _counts(report) == (1, 0, 5)
    assert [(error.row, error.field) for error in report.errors] == [
        (3, ""),
        (6, "metadata.name"),
        (9, "kind"),
        (11, "metadata.name"),
        (14, ""),
    ]
    assert report.errors[0].message.startswith("Line 6: did not find")
    assert report.errors[4].message == "Line 16: the key 'name' stands there twice."


def test_parts_of_one_another_come_in_as_parts_of_nothing(alice: Member) -> None:
    text = "kind: Component\nmetadata: {name: a}\nspec: {subcomponentOf: b}\n---\n"
    text += "kind: Component\nmetadata: {name: b}\nspec: {subcomponentOf: a}\n"

    assert _counts(_import(alice, text)) == (2, 0, 0)
    wholes = list(list_records(alice, Component).values_list("part_of_id", flat=True))
    assert None in wholes


LAUGHS = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefg", "bcdefgh", strict=True))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (LAUGHS, "Line 2: Aliases are not read"),
        ("kind: Component\nmetadata: " + "[" * 900, "nested more than 40 deep"),
        ("[" * 200_000, "nested more than 40 deep"),
        ("a: " + "{b: " * 60 + "c" + "}" * 60, "nested more than 40 deep"),
        ("[" + "a," * 250_000 + "]", "more than 200,000 values"),
        ("---\n" * 10_001, "more than 10,000 documents"),
        (b"kind: Component\nmetadata: \xff\n", "Line 2: It is not UTF-8 text"),
        ("kind: Group\nmetadata: {name: a}\n", "no component, API"),
        ("", "no component, API"),
    ],
    ids=["laughs", "deep", "deeper", "deep maps", "wide", "documents", "latin", "none", "empty"],
)
def test_a_file_that_would_harm_the_reader_is_refused_and_says_why(
    alice: Member, text: str | bytes, words: str
) -> None:
    with pytest.raises(CatalogueUnreadable) as refusal:
        _import(alice, text)

    assert words in refusal.value.fields["file"]
    assert not Node.objects.exists()


def test_ten_megabytes_are_refused_by_their_length(alice: Member) -> None:
    with pytest.raises(FieldTooLong) as refusal:
        _import(alice, "# " + "x" * 10_000_000)

    assert "4,000,000 characters" in refusal.value.fields["file"]


def test_a_scalar_stays_the_text_that_was_written() -> None:
    [document] = read_documents("a: no\nb: 2026-01-01\nc: 1_000\nd: !!python/object:os.system x\ne: ~\nf: 9e999\n")

    assert document.value == {"a": "no", "b": "2026-01-01", "c": "1_000", "d": "x", "e": "~", "f": "9e999"}
