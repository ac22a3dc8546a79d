"""How engineering sees it: the ground that the bets stand on, and what estimates were worth before."""

import csv
import io
from typing import Any

from truenorth.domains.engineering.models import Component, Constraint
from truenorth.domains.engineering.services import (
    DependencyDraft,
    bring_dependencies,
    create_adr,
    create_debt,
    create_slice,
    read_debt,
)
from truenorth.domains.graph.rules import LinkKind
from truenorth.domains.graph.services import LinkDraft, create_record
from truenorth.edges.demo.ground import ADRS, DEBTS, DEPENDENCIES, FINISHED, LIMITS, PARTS, SLICES, Owed
from truenorth.edges.demo.story import Story
from truenorth.edges.imports.running import run_import


def remember_what_work_took(story: Story) -> None:
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(("Team", "Title", "Estimate", "Actual", "Finished", "Id"))
    for number, (team, title, estimate, actual, days_ago) in enumerate(FINISHED, start=1):
        rows.writerow((team, title, estimate, actual, story.day(days_ago).isoformat(), f"T-{number}"))
    with story.on(127):
        run_import(
            actor=story.who("Bob"),
            source="estimates",
            file=io.BytesIO(text.getvalue().encode()),
            file_name="finished-work.csv",
        )


def map_the_ground(story: Story) -> None:
    bob = story.who("Bob")
    with story.on(126):
        parts = {}
        for part in PARTS:
            owner = story.who(part.owner)
            values = {
                "title": part.title,
                "body": part.words,
                "sort": part.sort,
                "type": part.type,
                "lifecycle": "production",
                "owner_id": owner.id,
                "team_id": owner.team_id,
            }
            parts[part.title] = story.keep(part.title, create_record(Component, actor=owner, values=values))
        drafts = [DependencyDraft(parts[source], sort, parts[target]) for source, sort, target in DEPENDENCIES]
        bring_dependencies(actor=bob, drafts=drafts)


def say_what_is_in_the_way(story: Story) -> None:
    owners = {part.title: story.who(part.owner) for part in PARTS}
    for each in LIMITS:
        owner = owners[each.component]
        with story.on(85):
            values = {
                "title": each.title,
                "sort": each.sort,
                "component_id": story.id(each.component),
                "owner_id": owner.id,
                "limit": each.limit,
                "used": each.used,
                "unit": each.unit,
                "source": each.source,
                "checked_on": story.day(each.checked),
            }
            limit = create_record(Constraint, actor=owner, values=values, links=_blocks(story, each.blocks))
        story.keep(each.name, limit)
    for owed in DEBTS:
        _run_up(story, owed)


def cut_into_slices(story: Story) -> None:
    with story.on(81):
        for position, (bet, title, value, effort, is_shipped) in enumerate(SLICES, start=1):
            create_slice(
                actor=story.who("Bob"),
                values={
                    "title": title,
                    "initiative_id": story.id(bet),
                    "position": position,
                    "value_percent": value,
                    "effort_percent": effort,
                    "is_shipped": is_shipped,
                },
            )


def decide_how(story: Story) -> None:
    for each in ADRS:
        values: dict[str, Any] = dict(each)
        name, by, about, days_ago = (values.pop(key) for key in ("name", "by", "about", "days_ago"))
        with story.on(days_ago):
            decided = {"decided_on": story.day(days_ago)} if values["status"] == "accepted" else {}
            adr = create_adr(actor=story.who(by), values=values | decided, links=story.derives_from(about))
            story.keep(name, adr)


def _blocks(story: Story, bet: str) -> list[LinkDraft]:
    return [LinkDraft(kind=LinkKind.BLOCKS, target=story.id(bet))] if bet else []


def _run_up(story: Story, owed: Owed) -> None:
    """A debt as it was first written down, and as it was read later."""
    owner = story.who(owed.owner)
    (first, hours), *later = owed.readings
    with story.on(first):
        values = {
            "title": owed.title,
            "sort": owed.sort,
            "component_id": story.id(owed.component),
            "owner_id": owner.id,
            "principal_days": owed.days,
            "interest_hours": hours,
        }
        debt = create_debt(actor=owner, values=values, links=_blocks(story, owed.blocks))
    story.keep(owed.name, debt)
    for days_ago, hours in later:
        with story.on(days_ago):
            debt = read_debt(debt.id, actor=owner, version=debt.version, on=story.day(days_ago), interest_hours=hours)
