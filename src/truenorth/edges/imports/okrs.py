"""Objectives and key results from the Markdown that teams keep them in, one file a cycle."""

import hashlib
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from uuid import UUID

from django.db import transaction

from truenorth.domains.graph.models import Record
from truenorth.domains.graph.registry import kind_of
from truenorth.domains.graph.selectors import find_known_ids, list_records
from truenorth.domains.graph.services import archive_nodes, create_record
from truenorth.domains.kit.errors import Invalid
from truenorth.domains.strategy.models import Cycle, KeyResult, Objective
from truenorth.domains.strategy.services import create_cycle, create_key_result
from truenorth.domains.workspace.selectors import list_members, list_teams
from truenorth.edges.imports.errors import OkrsUnreadable, OptionsRefused
from truenorth.edges.imports.importers import Importer, Option
from truenorth.edges.imports.jobs import Job

if TYPE_CHECKING:
    from truenorth.engines.text import ParsedKeyResult, ParsedObjective

R = TypeVar("R", bound=Record)

LONGEST_FILE = 2_000_000
PERIOD = re.compile(
    r"(?<!\d)(?:(?P<year>\d{4})[\s_-]*(?P<part>[QH][1-4])|(?P<part2>[QH][1-4])[\s_-]*(?P<year2>\d{4}))(?!\d)",
    re.IGNORECASE,
)
QUANTITY = re.compile(r"(?P<currency>[€$£]?)\s?(?P<digits>\d[\d.,]*)\s?(?P<unit>.*)")
HEADING = re.compile(r"^#{1,3}\s+(.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Period:
    name: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Scale:
    """What a key result is measured on; without a stated way from one figure to another, the share done."""

    baseline: float = 0.0
    target: float = 100.0
    unit: str = "% done"


def read_period(text: str) -> Period | None:
    """The first quarter or half year named in a text: 2026-Q1, Q1 2026, H2 2026."""
    found = PERIOD.search(text)
    if found is None:
        return None
    part, year = (found["part"] or found["part2"]).upper(), int(found["year"] or found["year2"])
    months = 3 if part[0] == "Q" else 6
    first, last = (int(part[1]) - 1) * months + 1, int(part[1]) * months
    if last > 12:
        return None
    return Period(f"{part} {year}", date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def read_scale(baseline: str | None, target: str | None) -> Scale:
    start, end = _quantity(baseline), _quantity(target)
    if start is None or end is None or start[0] == end[0]:
        return Scale()
    return Scale(start[0], end[0], end[1] or start[1])


def _quantity(text: str | None) -> tuple[float, str] | None:
    found = QUANTITY.fullmatch(text.strip()) if text else None
    if found is None:
        return None
    digits, unit = found["digits"], found["unit"].strip()
    grouped = re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits)
    plain = digits.replace(",", "" if grouped else ".").rstrip(".")
    if plain.count(".") > 1:
        return None
    factor = {"k": 1e3, "m": 1e6}.get(unit.lower() if len(unit) == 1 else "", 1.0)
    return float(plain) * factor, found["currency"] or ("" if factor > 1 else unit)[:30]


class OkrsImporter(Importer):
    source = "okrs"
    label = "Objectives and key results"
    help = "A cycle's goals in Markdown: headings or lists for objectives, lists under them for key results."
    accepts = (".md", ".markdown", ".txt", ".md.gz")
    options: ClassVar[tuple[Option, ...]] = (
        Option(name="cycle", help="The cycle, such as 2026-Q1; else read from the file's name or its headings."),
    )

    def __init__(self, job: Job) -> None:
        super().__init__(job)
        self.counts: Counter[str] = Counter()
        self.repeats: Counter[str] = Counter()
        self.members = _by_name((each.name, each.id) for each in list_members(job.actor))
        self.teams = _by_name((each.name, each.id) for each in list_teams(job.actor))

    def run(self) -> None:
        from truenorth.engines.text import MarkdownRefused, parse_okrs

        text = self.job.read_text(longest=LONGEST_FILE)
        try:
            objectives = parse_okrs(text)
        except MarkdownRefused as refusal:
            raise OkrsUnreadable(fields={"file": f"There is {refusal.reason}."}) from None
        cycle = self._find_or_make_cycle(self._read_period(text))
        for parsed in objectives:
            self._bring_in_objective(cycle, parsed)
        self.job.report.detail = {"cycle": cycle.title, **self.counts}

    def _read_period(self, text: str) -> Period:
        """From the option, the file's name or its headings, in this order."""
        given = self.job.options.get("cycle", "")
        candidates = [given] if given else [self.job.file_name, *HEADING.findall(text)]
        period = next((found for each in candidates if (found := read_period(each))), None)
        if period is None:
            raise OptionsRefused(fields={"cycle": "Say which quarter or half year these are for, such as 2026-Q1."})
        return period

    def _find_or_make_cycle(self, period: Period) -> Cycle:
        """The cycle of these dates, whoever made it."""
        actor = self.job.actor
        same = list_records(actor, Cycle).filter(starts_on=period.starts_on, ends_on=period.ends_on)
        found = same.order_by("node__created_at").first()
        if found:
            self.job.report.unchanged += 1
            return found
        self.job.report.created += 1
        dates = {"starts_on": period.starts_on, "ends_on": period.ends_on}
        return create_cycle(actor=actor, values={"title": period.name, **dates})

    def _bring_in_objective(self, cycle: Cycle, parsed: "ParsedObjective") -> None:
        external_id = self._identify("objective", str(cycle.starts_on), str(cycle.ends_on), *parsed.path, parsed.title)
        values = {
            "title": parsed.title,
            "body": _paragraphs(" / ".join(parsed.path), *self._notes(parsed)),
            "cycle_id": cycle.id,
            "owner_id": self._find_owner(parsed.owner),
            "team_id": self._find_team(parsed),
            "external_id": external_id,
        }

        def create() -> Objective:
            return create_record(Objective, actor=self.job.actor, values=values)

        objective = self._bring_in(Objective, parsed.line, values, create)
        objective = objective or list_records(self.job.actor, Objective).filter(node__external_id=external_id).first()
        for result in parsed.key_results:
            self._bring_in_key_result(objective, external_id, result)
        if parsed.is_dropped and objective and objective.archived_at is None:
            archive_nodes(actor=self.job.actor, ids=[objective.id])

    def _bring_in_key_result(self, objective: Objective | None, objective_id: str, parsed: "ParsedKeyResult") -> None:
        external_id = self._identify("key_result", objective_id, parsed.title)
        if objective is None:
            self.job.reject(parsed.line, "objective", "Its objective did not come in, or lies in the trash.")
            return
        scale = read_scale(parsed.baseline, parsed.target)
        values = {
            "title": parsed.title,
            "body": _paragraphs(*self._notes(parsed), "\n".join(_list_parts(parsed.parts))),
            "objective_id": objective.id,
            "owner_id": self._find_owner(parsed.owner),
            "baseline": scale.baseline,
            "target": scale.target,
            "unit": scale.unit,
            "external_id": external_id,
        }
        if parsed.progress is not None:
            values["current"] = scale.baseline + parsed.progress * (scale.target - scale.baseline)
        created = self._bring_in(
            KeyResult, parsed.line, values, lambda: create_key_result(actor=self.job.actor, values=values)
        )
        if created and parsed.is_dropped:
            archive_nodes(actor=self.job.actor, ids=[created.id])

    def _bring_in(self, model: type[R], line: int, values: Mapping[str, Any], create: Callable[[], R]) -> R | None:
        """The new record, or None where it is known already or not valid."""
        kind, report = kind_of(model), self.job.report
        if find_known_ids(self.job.actor, kind=kind.name, external_ids=[values["external_id"]]):
            report.unchanged += 1
            return None
        try:
            with transaction.atomic():
                created = create()
        except Invalid as refusal:
            self.job.reject_fields(line, refusal.fields)
            return None
        report.created += 1
        self.counts[kind.label_plural.lower()] += 1
        shown = {name: values[name] for name in ("title", "target", "unit") if name in values}
        self.job.show({"kind": kind.label, **shown})
        return created

    def _identify(self, *parts: str) -> str:
        """Known again by its words and its place; the second of the same name in one place is the second."""
        digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:40]
        self.repeats[digest] += 1
        return f"okrs:{digest}" + (f"#{self.repeats[digest]}" if self.repeats[digest] > 1 else "")

    def _notes(self, parsed: "ParsedObjective | ParsedKeyResult") -> Iterator[str]:
        """What the text says that no field holds."""
        if parsed.owner and not self._find_owner(parsed.owner):
            yield f"Owner: {parsed.owner}"
        if parsed.priority:
            yield f"Priority: {parsed.priority}"
        if parsed.reference:
            yield parsed.reference

    def _find_owner(self, name: str | None) -> UUID | None:
        return self.members.get(name.casefold()) if name else None

    def _find_team(self, parsed: "ParsedObjective") -> UUID | None:
        names = (name.casefold() for name in (*parsed.path, parsed.owner or ""))
        return next((self.teams[name] for name in names if name in self.teams), None)


def _by_name(pairs: Iterable[tuple[str, UUID]]) -> dict[str, UUID]:
    return {name.casefold(): each for name, each in pairs}


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def _list_parts(parts: Iterable["ParsedKeyResult"], *, depth: int = 0) -> Iterator[str]:
    for part in parts:
        yield f"{'  ' * depth}- {'[x] ' if part.is_done else ''}{part.title}"
        yield from _list_parts(part.parts, depth=depth + 1)
