from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from truenorth.domains.pulse.rules import Item, Movement, Period, SectionName, Tone, as_figure
from truenorth.domains.pulse.selectors.sources import source_of
from truenorth.domains.strategy.models import CheckIn, KeyResult
from truenorth.domains.strategy.rules import Status, expected_progress, judge
from truenorth.domains.strategy.selectors import list_check_ins, list_key_results
from truenorth.domains.workspace.models import Member

TONES = {Status.ON_TRACK: Tone.BETTER, Status.AT_RISK: Tone.UNDECIDED, Status.OFF_TRACK: Tone.WORSE}


def gather(viewer: Member, period: Period) -> Mapping[SectionName, list[Item]]:
    """Every key result of a cycle that meets the period, with the way it went; reached ones are wins."""
    key_results = [each for each in list_key_results(viewer).order_by("node__number") if _meets(each, period)]
    history: dict[UUID, list[CheckIn]] = defaultdict(list)
    for row in list_check_ins(viewer, key_result_ids=[each.id for each in key_results]).filter(at__lt=period.end):
        history[row.key_result_id].append(row)
    items = [_item(each, history[each.id], period) for each in key_results]
    moved = [(item, item.movement) for item in items if item.movement]
    return {
        SectionName.OBJECTIVES: items,
        SectionName.WINS: [_win(i, move) for i, move in moved if move.progress_before < 1 <= move.progress_after],
        SectionName.CHALLENGES: [_challenge(i, move) for i, move in moved if move.status == Status.OFF_TRACK],
    }


def _meets(key_result: KeyResult, period: Period) -> bool:
    cycle = key_result.cycle
    return cycle is None or (cycle.starts_on <= period.to_on and cycle.ends_on >= period.from_on)


def _item(key_result: KeyResult, history: Sequence[CheckIn], period: Period) -> Item:
    from truenorth.engines.forecasting import key_result_progress

    earlier = [row.value for row in history if row.at < period.start]
    before = earlier[-1] if earlier else key_result.baseline
    after = history[-1].value if history else key_result.baseline
    cycle = key_result.cycle
    expected = expected_progress(starts_on=cycle.starts_on, ends_on=cycle.ends_on, on=period.to_on) if cycle else None
    confidence = next((row.confidence for row in reversed(history) if row.confidence is not None), None)
    reach = {"baseline": key_result.baseline, "target": key_result.target}
    progress = key_result_progress(**reach, current=after)
    standing = judge(progress=progress, expected=expected, confidence=confidence, is_checked_in=bool(history))
    note = next((row.note for row in reversed(history) if row.note and row.at >= period.start), "")
    return Item(
        words=key_result.title,
        detail=note,
        tone=TONES.get(standing.status, Tone.NEUTRAL),
        source=source_of(key_result.node),
        movement=Movement(
            **reach,
            unit=key_result.unit,
            before=before,
            after=after,
            progress_before=key_result_progress(**reach, current=before),
            progress_after=progress,
            expected=expected,
            confidence=confidence,
            status=standing.status,
            reason=standing.reason,
            objective=key_result.objective.title if key_result.objective else "",
        ),
    )


def _win(item: Item, movement: Movement) -> Item:
    return Item(
        words=f"Target reached: {item.words}",
        detail=as_figure(movement.after, movement.unit),
        tone=Tone.BETTER,
        source=item.source,
    )


def _challenge(item: Item, movement: Movement) -> Item:
    return Item(words=f"Off track: {item.words}", detail=movement.reason, tone=Tone.WORSE, source=item.source)
