import pytest

from truenorth.domains.engineering.errors import LexiconStale, RiskFlagMissing, TermUnusable
from truenorth.domains.engineering.factories import (
    make_component,
    make_constraint,
    make_debt,
    make_initiative_node,
)
from truenorth.domains.engineering.models import Lexicon, RiskFlagDismissal
from truenorth.domains.engineering.rules import DEFAULT_LEXICON, RiskSeverity, RiskTerm
from truenorth.domains.engineering.selectors import RiskFlagView, get_lexicon, list_risk_flags, preview_lexicon
from truenorth.domains.engineering.selectors.flags import FOUND_AT_MOST
from truenorth.domains.engineering.services import dismiss_risk_flag, revise_lexicon, undismiss_risk_flag
from truenorth.domains.graph.errors import NodeMissing
from truenorth.domains.graph.models import Node
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.services import archive_nodes, create_link, revise_record
from truenorth.domains.kit.errors import Forbidden
from truenorth.domains.workspace.models import AuditRow, Member


def _flags(viewer: Member, node: Node) -> list[RiskFlagView]:
    return list(list_risk_flags(viewer, [node.id])[0].flags)


def _sync(actor: Member) -> Node:
    """An initiative to sync calendars, linked to a component whose limit is near."""
    node = make_initiative_node(actor, "Calendar sync", "Both ways, in real time.")
    bridge = make_component(actor)
    make_constraint(actor, component_id=bridge.id, used=590)
    create_link(actor=actor, kind=LinkKind.DERIVES_FROM, source=node, target=bridge.node)
    return node


def test_what_an_initiative_touches_and_says_raises_flags(alice: Member) -> None:
    views = _flags(alice, _sync(alice))

    assert [(view.flag.sort, view.flag.term) for view in views] == [
        ("linked", ""),
        ("words", "real-time"),
        ("words", "sync"),
    ]
    assert views[0].subject is not None
    assert views[0].subject.title == "Calendar bridge"
    assert [node.title for node in views[2].concerns] == ["600 calls a minute"]
    assert {view.flag.severity for view in views} == {RiskSeverity.WARNING}


def test_a_flag_goes_when_its_words_or_its_constraint_go(alice: Member) -> None:
    node = make_initiative_node(alice, "Export")
    debt = make_debt(alice, "Exports time out")
    assert [concern.title for concern in _flags(alice, node)[0].concerns] == ["Exports time out"]

    archive_nodes(actor=alice, ids=[debt.id])

    assert _flags(alice, node)[0].concerns == []


def test_a_dismissed_flag_says_who_and_why_and_is_raised_no_more(alice: Member) -> None:
    node = _sync(alice)

    found = dismiss_risk_flag(node.id, actor=alice, key="words:sync", reason="One way only.")

    view = next(each for each in found.flags if each.flag.key == "words:sync")
    assert not view.is_raised
    assert view.dismissal is not None
    assert (view.dismissal.reason, view.dismissal.by) == ("One way only.", alice)
    assert found.raised_count == 2
    row = AuditRow.objects.get(action="dismiss_risk_flag")
    assert (row.target_id, row.changes) == (node.id, {"flag": [None, "words:sync"], "reason": [None, "One way only."]})


def test_a_dismissed_flag_is_raised_again_once_it_is_graver(alice: Member) -> None:
    node, bridge = make_initiative_node(alice), make_component(alice)
    limit = make_constraint(alice, component_id=bridge.id)
    create_link(actor=alice, kind=LinkKind.DERIVES_FROM, source=node, target=bridge.node)
    dismiss_risk_flag(node.id, actor=alice, key=f"component:{bridge.id}", reason="Half of it is free.")
    assert not _flags(alice, node)[0].is_raised

    revise_record(limit, actor=alice, version=1, changes={"used": 600})

    assert _flags(alice, node)[0].is_raised


def test_a_dismissal_is_taken_back(alice: Member) -> None:
    node = _sync(alice)
    dismiss_risk_flag(node.id, actor=alice, key="words:sync", reason="One way only.")

    found = undismiss_risk_flag(node.id, actor=alice, key="words:sync")

    assert found.raised_count == 3
    with pytest.raises(RiskFlagMissing):
        undismiss_risk_flag(node.id, actor=alice, key="words:sync")


def test_a_flag_that_is_not_raised_cannot_be_dismissed(alice: Member, connie: Member) -> None:
    node = _sync(alice)

    with pytest.raises(RiskFlagMissing):
        dismiss_risk_flag(node.id, actor=alice, key="words:bulk", reason="No.")
    with pytest.raises(Forbidden):
        dismiss_risk_flag(node.id, actor=connie, key="words:sync", reason="No.")

    assert not RiskFlagDismissal.objects.exists()


def test_a_stranger_sees_no_flags(alice: Member, charlie: Member) -> None:
    with pytest.raises(NodeMissing):
        list_risk_flags(charlie, [_sync(alice).id])


def test_a_workspace_has_its_own_words_once_it_changes_them(alice: Member, charlie: Member) -> None:
    node = make_initiative_node(alice, "Ledger sync")
    assert [each["term"] for each in get_lexicon(alice).terms] == [term.term for term in DEFAULT_LEXICON]

    revise_lexicon(actor=alice, version=0, terms=[RiskTerm("ledger", ("book of accounts",), "Auditors read it.")])

    [view] = _flags(alice, node)
    assert (view.flag.term, view.flag.because) == ("ledger", "Auditors read it.")
    assert get_lexicon(charlie).version == 0


def test_a_word_that_is_switched_off_raises_no_flag_and_stays_in_the_list(alice: Member) -> None:
    node = make_initiative_node(alice, "Ledger sync")

    revise_lexicon(actor=alice, version=0, terms=[RiskTerm("ledger", is_on=False), RiskTerm("sync")])

    assert [view.flag.term for view in _flags(alice, node)] == ["sync"]
    assert [each.term for each in get_lexicon(alice).risk_terms] == ["ledger", "sync"]
    row = AuditRow.objects.get(target_kind="lexicon")
    assert row.changes["terms"][1] == ["ledger (off)", "sync"]


def test_words_kept_before_they_had_a_sort_are_read_as_on(alice: Member) -> None:
    Lexicon.objects.create(workspace=alice.workspace, terms=[{"term": "ledger", "also": ["books"], "because": ""}])

    assert get_lexicon(alice).risk_terms == [RiskTerm("ledger", ("books",))]


def test_a_preview_names_the_initiatives_that_words_would_flag_and_saves_nothing(
    alice: Member, charlie: Member
) -> None:
    ledger = make_initiative_node(alice, "Close the year", "The ledger is exported, then locked.")
    archived = make_initiative_node(alice, "Old ledger")
    archive_nodes(actor=alice, ids=[archived.id])
    make_component(alice, "Ledger store")
    make_initiative_node(charlie, "Another ledger")

    off = RiskTerm("ledger", is_on=False)
    [first, second] = preview_lexicon(alice, [off, RiskTerm("sync")])

    assert (first.term, first.count, second.count) == ("ledger", 1, 0)
    assert (first.found[0].node, "«ledger»" in first.found[0].excerpt) == (ledger, True)
    assert not Lexicon.objects.exists()


def test_a_preview_counts_more_than_it_names(alice: Member) -> None:
    for number in range(FOUND_AT_MOST + 1):
        make_initiative_node(alice, f"Sync {number}")

    [use] = preview_lexicon(alice, [RiskTerm("sync")])

    assert (use.count, len(use.found), use.found[0].node.title) == (FOUND_AT_MOST + 1, FOUND_AT_MOST, "Sync 50")


def test_words_changed_meanwhile_or_unusable_are_refused(alice: Member, bob: Member) -> None:
    revise_lexicon(actor=bob, version=0, terms=[RiskTerm("ledger")])

    with pytest.raises(LexiconStale):
        revise_lexicon(actor=alice, version=0, terms=[])
    with pytest.raises(TermUnusable) as refusal:
        revise_lexicon(actor=alice, version=1, terms=[RiskTerm("ok"), RiskTerm("??")])

    assert list(refusal.value.fields) == ["terms.1"]
    assert [each["term"] for each in Lexicon.objects.get().terms] == ["ledger"]
