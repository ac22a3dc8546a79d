from typing import TYPE_CHECKING, Any

import pytest
from conftest import ClientOf

from truenorth.domains.kit.errors import Forbidden
from truenorth.domains.roadmap.errors import FieldInUse, FieldKeyTaken, FieldValueRefused
from truenorth.domains.roadmap.factories import make_initiative
from truenorth.domains.roadmap.models import CustomField, Initiative, SavedView
from truenorth.domains.roadmap.rules import FieldKind, ViewShape
from truenorth.domains.roadmap.selectors import list_initiatives
from truenorth.domains.roadmap.services import create_field, remove_field, revise_field, save_view
from truenorth.domains.workspace.models import AuditRow, Member

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

LIST = "/api/roadmap/initiatives"


def _fields(actor: Member) -> dict[str, CustomField]:
    options = {FieldKind.SELECT: ["gold", "silver", "bronze"]}
    return {
        kind.value: create_field(
            actor=actor, key=kind.value, label=kind.value.title(), kind=kind, options=options.get(kind, ())
        )
        for kind in FieldKind
    }


def _titles(viewer: Member, *where: str, sort: str = "title") -> list[str]:
    return [each.title for each in list_initiatives(viewer, where=where, sort=sort)]


def _patch(client: ClientOf, initiative: Initiative, version: int, fields: dict[str, Any]) -> "Response":
    values = {"version": version, "custom_fields": fields}
    return client.patch(f"{LIST}/{initiative.id}", values, content_type="application/json")


def test_values_are_set_merged_and_taken_away(alice: Member) -> None:
    _fields(alice)
    tour = make_initiative(alice, custom_fields={"number": 5, "select": "gold"})
    client = ClientOf(alice)

    changed = _patch(client, tour, 1, {"select": None, "url": "https://example.org", "number": 7}).json()

    assert changed["custom_fields"] == {"number": 7, "url": "https://example.org"}
    row = AuditRow.objects.get(target_id=tour.id, action="update")
    assert row.changes["custom_fields"][0] == {"number": 5, "select": "gold"}
    stale = _patch(client, tour, 1, {"number": 9})
    assert (stale.status_code, stale.json()["current"]["custom_fields"]["number"]) == (409, 7)


def test_what_does_not_fit_is_refused_by_its_name_and_nothing_is_kept(alice: Member, charlie: Member) -> None:
    _fields(alice)
    wrong = {"number": "many", "select": "iron", "person": str(charlie.id), "colour": "red", "text": "fine"}

    with pytest.raises(FieldValueRefused) as refusal:
        make_initiative(alice, custom_fields=wrong)

    assert set(refusal.value.fields) == {f"custom_fields.{key}" for key in wrong if key != "text"}
    assert not Initiative.objects.exists()


def test_a_list_is_narrowed_down_and_sorted_by_every_kind_of_field(alice: Member, bob: Member) -> None:
    _fields(alice)
    rows = {
        "A": {"text": "Red wine", "number": 10, "date": "2026-03-02", "select": "gold", "person": str(bob.id)},
        "B": {"text": "white", "number": 9, "date": "2026-01-02", "select": "bronze", "person": str(alice.id)},
        "C": {"number": -1, "url": "https://example.org/x"},
    }
    for title, values in rows.items():
        make_initiative(alice, title, custom_fields=values)

    assert _titles(alice, "text:contains:WINE") == ["A"]
    assert _titles(alice, "number:at_least:9", "number:at_most:9") == ["B"]
    assert _titles(alice, "number:is:10") == ["A"]
    assert _titles(alice, "date:at_least:2026-02-01") == ["A"]
    assert _titles(alice, "select:is_not:gold") == ["B", "C"]
    assert _titles(alice, f"person:is:{bob.id}") == ["A"]
    assert _titles(alice, "url:filled") == ["C"]
    assert _titles(alice, "text:empty") == ["C"]
    assert _titles(alice, sort="field.number") == ["C", "B", "A"]
    assert _titles(alice, sort="-field.number") == ["A", "B", "C"]
    assert _titles(alice, sort="field.select") == ["A", "B", "C"], "in the order of the options, empty ones last"
    assert _titles(alice, sort="field.person") == ["B", "A", "C"], "by name"
    assert _titles(alice, sort="field.date") == ["B", "A", "C"]
    assert _titles(alice, sort="field.text") == ["A", "B", "C"]


def test_a_field_named_as_a_lookup_is_a_field(alice: Member) -> None:
    create_field(actor=alice, key="gte", label="Odd", kind=FieldKind.NUMBER)
    create_field(actor=alice, key="contains", label="Odder", kind=FieldKind.SELECT, options=["x"])
    make_initiative(alice, "A", custom_fields={"gte": 1, "contains": "x"})

    assert _titles(alice, "gte:is:1", "contains:is:x", sort="field.contains") == ["A"]


def test_the_api_narrows_down_by_own_and_common_fields_together(alice: Member) -> None:
    _fields(alice)
    for title, state in (("A", "now"), ("B", "later"), ("C", None)):
        make_initiative(alice, title, horizon=state, custom_fields={"select": "gold"})
    client = ClientOf(alice)

    page = client.get(f"{LIST}?horizon=now&horizon=none&where=select:is:gold&sort=-title&limit=1").json()
    refused = client.get(f"{LIST}?where=select:is:iron")
    unsorted = client.get(f"{LIST}?sort=field.colour")

    assert ([each["title"] for each in page["items"]], page["total"]) == (["C"], 2)
    assert (refused.status_code, set(refused.json()["fields"])) == (422, {"where"})
    assert (unsorted.status_code, set(unsorted.json()["fields"])) == (422, {"sort"})


def test_an_option_that_is_used_cannot_go_and_a_stale_change_is_told(alice: Member) -> None:
    field = _fields(alice)["select"]
    make_initiative(alice, custom_fields={"select": "gold"})
    client, path = ClientOf(alice), f"/api/roadmap/fields/{field.id}"

    with pytest.raises(FieldInUse) as refusal:
        revise_field(actor=alice, field_id=field.id, version=1, changes={"options": ["silver"]})
    done = client.patch(path, {"version": 1, "options": ["gold", "iron"]}, content_type="application/json").json()
    stale = client.patch(path, {"version": 1, "label": "Tier"}, content_type="application/json")

    assert refusal.value.fields == {"options": "1 initiatives have 'gold'."}
    assert done["options"] == ["gold", "iron"]
    assert (stale.status_code, stale.json()["current"]["version"]) == (409, 2)


def test_a_removed_field_takes_its_values_along_unless_a_view_needs_it(alice: Member) -> None:
    field = _fields(alice)["select"]
    tour = make_initiative(alice, custom_fields={"select": "gold", "number": 1})
    view = save_view(
        actor=alice, values={"name": "Gold", "shape": ViewShape.TABLE, "filters": {"where": ["select:is:gold"]}}
    )

    with pytest.raises(FieldInUse, match="Gold"):
        remove_field(actor=alice, field_id=field.id)
    SavedView.objects.filter(pk=view.pk).delete()
    remove_field(actor=alice, field_id=field.id)

    assert Initiative.objects.get(pk=tour.pk).custom_fields == {"number": 1}
    assert not CustomField.objects.filter(key="select").exists()


def test_a_key_is_given_once_and_only_by_editors(alice: Member, connie: Member, charlie: Member) -> None:
    create_field(actor=alice, key="tier", label="Tier", kind=FieldKind.TEXT)
    create_field(actor=charlie, key="tier", label="Tier", kind=FieldKind.TEXT)

    with pytest.raises(FieldKeyTaken):
        create_field(actor=alice, key="tier", label="Another", kind=FieldKind.TEXT)
    with pytest.raises(Forbidden):
        create_field(actor=connie, key="other", label="Other", kind=FieldKind.TEXT)

    assert CustomField.objects.count() == 2


def test_pages_of_what_meets_a_condition_say_how_many_there_are(alice: Member) -> None:
    _fields(alice)
    for number in range(5):
        make_initiative(alice, f"Work {number}", custom_fields={"number": number, "select": "gold"})
    make_initiative(alice, "Other", custom_fields={"number": 9, "select": "silver"})
    client = ClientOf(alice)

    def page(query: str) -> tuple[list[str], int]:
        answer = client.get(f"{LIST}?where=select:is:gold&sort=-field.number&limit=2&{query}").json()
        return [each["title"] for each in answer["items"]], answer["total"]

    assert page("offset=0") == (["Work 4", "Work 3"], 5)
    assert page("offset=4") == (["Work 0"], 5)
    assert page("offset=8") == ([], 5)
    assert page("where=number:at_least:7") == ([], 0)
