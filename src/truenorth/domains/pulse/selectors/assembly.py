"""A Pulse from live records: each practice is asked what happened, and its items go to the section they belong in."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from truenorth.domains.pulse.models import Pulse
from truenorth.domains.pulse.rules import SECTION_TITLES, Content, Item, MatterSort, Period, Section, SectionName
from truenorth.domains.pulse.selectors.matters import gather_matters
from truenorth.domains.pulse.selectors.sources import (
    calibration,
    discovery,
    experiments,
    prioritization,
    roadmap,
    strategy,
)
from truenorth.domains.workspace.models import Member, Workspace

Found = Mapping[SectionName, Iterable[Item]]
GATHERERS: tuple[Callable[[Member, Period], Found], ...] = (
    strategy.gather,
    roadmap.gather,
    prioritization.gather,
    experiments.gather,
    discovery.gather,
    calibration.gather,
)


def assemble_pulse(viewer: Member, pulse: Pulse) -> Content:
    period = period_of(viewer.workspace, from_on=pulse.from_on, to_on=pulse.to_on)
    items: dict[SectionName, list[Item]] = defaultdict(list)
    for gather in GATHERERS:
        for section, found in gather(viewer, period).items():
            items[section].extend(found)
    items[SectionName.CONCERNS].extend(gather_matters(viewer, period, MatterSort.CONCERN))
    items[SectionName.ACTIONS].extend(gather_matters(viewer, period, MatterSort.ACTION))
    return Content(
        title=pulse.title,
        summary=pulse.body,
        from_on=pulse.from_on,
        to_on=pulse.to_on,
        sections=tuple(
            Section(name=name, title=SECTION_TITLES[name], text=getattr(pulse, name), items=tuple(items[name]))
            for name in SectionName
        ),
    )


def period_of(workspace: Workspace, *, from_on: date, to_on: date) -> Period:
    zone = ZoneInfo(workspace.timezone)
    return Period(
        from_on=from_on,
        to_on=to_on,
        start=datetime.combine(from_on, time.min, tzinfo=zone),
        end=datetime.combine(to_on + timedelta(days=1), time.min, tzinfo=zone),
    )
