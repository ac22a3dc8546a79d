from collections.abc import Mapping

from truenorth.domains.experiments.models import Experiment
from truenorth.domains.experiments.selectors import get_verdict
from truenorth.domains.graph.selectors import list_records
from truenorth.domains.pulse.rules import Item, Period, SectionName, Tone
from truenorth.domains.pulse.selectors.sources import source_of
from truenorth.domains.workspace.models import Member


def gather(viewer: Member, period: Period) -> Mapping[SectionName, list[Item]]:
    """The experiments whose results came in, with what they may be called."""
    read = list_records(viewer, Experiment).filter(
        node__archived_at=None, results_at__gte=period.start, results_at__lt=period.end
    )
    return {SectionName.LEARNED: [_item(experiment) for experiment in read.order_by("results_at")]}


def _item(experiment: Experiment) -> Item:
    verdict = get_verdict(experiment)
    return Item(
        words=experiment.title,
        detail=f"{verdict.headline}. {verdict.sentence}",
        tone=Tone.BETTER if verdict.is_win else Tone.UNDECIDED,
        source=source_of(experiment.node),
    )
