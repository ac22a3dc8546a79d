"""What the chapters of the demo share: people, the records made so far, and the day on which something happens."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from truenorth.domains.graph.models import Node, Record
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.services import LinkDraft
from truenorth.domains.kit import clock
from truenorth.domains.workspace.models import Member, Team

WORKING_HOUR = 9


@dataclass(slots=True)
class Story:
    today: date
    members: dict[str, Member] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    records: dict[str, Node] = field(default_factory=dict)

    @contextlib.contextmanager
    def on(self, days_ago: int, *, hour: int = WORKING_HOUR) -> Iterator[None]:
        """Everything inside happened that many days ago."""
        day = self.day(days_ago)
        moment = datetime(day.year, day.month, day.day, hour, 12, tzinfo=clock.now().tzinfo)
        with clock.pretend(min(moment, clock.now())):
            yield

    def day(self, days_ago: int) -> date:
        return self.today - timedelta(days=days_ago)

    def who(self, name: str) -> Member:
        return self.members[name]

    def keep(self, name: str, record: Record) -> Node:
        self.records[name] = record.node
        return record.node

    def id(self, name: str) -> UUID:
        return self.records[name].id

    def derives_from(self, *names: str) -> list[LinkDraft]:
        return [LinkDraft(kind=LinkKind.DERIVES_FROM, target=self.id(name)) for name in names]
