from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from truenorth.domains.graph.selectors import list_records
from truenorth.domains.pulse.rules import Item, Period, SectionName, Tone
from truenorth.domains.pulse.selectors.sources import source_of
from truenorth.domains.roadmap.models import Initiative
from truenorth.domains.roadmap.rules import InitiativeOutcome, State
from truenorth.domains.workspace.models import AuditRow, Member
from truenorth.domains.workspace.selectors import list_audit_rows

MOVES = ("change_state", "move")
ENDS = {
    InitiativeOutcome.WIN: (SectionName.WINS, Tone.BETTER),
    InitiativeOutcome.NO_WIN: (SectionName.CHALLENGES, Tone.WORSE),
    InitiativeOutcome.REDIRECT: (SectionName.LEARNED, Tone.UNDECIDED),
    InitiativeOutcome.DROPPED: (SectionName.CHALLENGES, Tone.NEUTRAL),
}


def gather(viewer: Member, period: Period) -> Mapping[SectionName, list[Item]]:
    """Initiatives that moved, from where they stood before these days to where they stand after; ends by outcome."""
    rows: dict[UUID, list[AuditRow]] = defaultdict(list)
    moved = list_audit_rows(viewer).filter(
        target_kind="initiative", action__in=MOVES, created_at__gte=period.start, created_at__lt=period.end
    )
    for row in moved.order_by("created_at", "id"):
        rows[row.target_id].append(row)
    found: dict[SectionName, list[Item]] = defaultdict(list)
    for initiative in list_records(viewer, Initiative).filter(pk__in=list(rows)).order_by("node__number"):
        place = _place(initiative, rows[initiative.id])
        if place:
            section, item = place
            found[section].append(item)
    return found


def _place(initiative: Initiative, rows: Sequence[AuditRow]) -> tuple[SectionName, Item] | None:
    source = source_of(initiative.node)
    state = _change(rows, "state")
    reason = next((str(row.changes["reason"][1]) for row in reversed(rows) if "reason" in row.changes), "")
    outcome = _change(rows, "outcome")
    if state and state[1] == State.CLOSED and outcome and outcome[1]:
        end = InitiativeOutcome(outcome[1])
        section, tone = ENDS[end]
        words = f"Closed as {end.words}: {initiative.title}"
        return section, Item(words=words, detail=reason, tone=tone, source=source)
    if state and state[1] == State.SHIPPED:
        return SectionName.WINS, Item(words=f"Shipped: {initiative.title}", detail=reason, source=source)
    parts = [_in_words(change) for change in (state, _change(rows, "horizon")) if change]
    if not parts:
        return None
    return SectionName.DECISIONS, Item(
        words=f"Moved: {initiative.title}",
        detail=". ".join([", ".join(parts).capitalize(), *([reason] if reason else [])]),
        source=source,
    )


def _change(rows: Sequence[AuditRow], field: str) -> tuple[str | None, str | None] | None:
    """From the first value to the last; None where it ended as it began."""
    pairs = [row.changes[field] for row in rows if field in row.changes]
    if not pairs or pairs[0][0] == pairs[-1][1]:
        return None
    return pairs[0][0], pairs[-1][1]


def _in_words(change: tuple[str | None, str | None]) -> str:
    before, after = (value or "off the board" for value in change)
    return f"{before} to {after}"
