"""A file of results, one row a unit (its variant, its metrics), as an experiment with a readout."""

import hashlib
import io
import itertools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from statistics import fmean
from typing import Any, BinaryIO, ClassVar, TextIO, cast
from uuid import UUID

from truenorth.domains.experiments.errors import NoControl, NoMetrics
from truenorth.domains.experiments.models import Experiment
from truenorth.domains.experiments.rules import ExperimentState, Readout
from truenorth.domains.experiments.selectors import (
    find_by_digest,
    find_summary,
    get_experiment,
    get_readout,
    list_segments,
    list_variants,
)
from truenorth.domains.experiments.services import Results, record_results
from truenorth.domains.graph.services import create_record
from truenorth.domains.kit.tables import Limits, Row, open_text
from truenorth.edges.imports.errors import MappingRefused, OptionsRefused
from truenorth.edges.imports.importers import Importer, Option
from truenorth.edges.imports.jobs import SAMPLED_ROWS
from truenorth.edges.imports.mapping import Field, resolve_mapping
from truenorth.engines.experiments import (
    ExperimentRefused,
    Plan,
    Summary,
    Table,
    guess_metrics,
    list_values,
    open_table,
    parse_metric,
    parse_weights,
    read,
    summarize_table,
)
from truenorth.engines.statistics import StatisticsRefused

CONTROL_NAMES = ("control", "baseline", "a", "off", "original")
CHUNK = 1 << 20
LONGEST_NAME = 200


class ExperimentImporter(Importer):
    source = "experiment"
    label = "Experiment results"
    help = "One row a unit: the unit, its variant, and a column for each metric. Gives a readout."
    fields = (
        Field(
            name="unit",
            label="Unit",
            aliases=("userid", "user", "unit_id", "id", "account_id", "device_id"),
            is_required=True,
        ),
        Field(
            name="variant",
            label="Variant",
            aliases=("version", "group", "arm", "variation", "treatment"),
            is_required=True,
        ),
    )
    options: ClassVar[tuple[Option, ...]] = (
        Option(name="unit", help="The column that names the unit."),
        Option(name="variant", help="The column that names the variant."),
        Option(name="control", help="The variant that the others are compared with."),
        Option(
            name="metric",
            help="NAME, NAME=mean or as `experiment analyze` takes it (spend:mean:covariate=history), several with "
            "commas; by default all number columns.",
        ),
        Option(name="segment", help="Columns by whose values the readout can be split, with commas."),
        Option(name="expected", help="The planned split: 50,50 (control first, the others by name) or NAME=SHARE,…."),
        Option(name="experiment", help="Id of an experiment that these results belong to; by default a new one."),
        Option(name="title", help="Title of the new experiment; by default the file's name."),
    )

    def run(self) -> None:
        report, options = self.job.report, self.job.options
        shown = self.job.read_table()
        named = {name: options[name] for name in ("unit", "variant") if options.get(name)}
        report.mapping = resolve_mapping(self.fields, shown.columns, {**self.job.mapping, **named})
        for row in itertools.islice((row for row in shown.rows if isinstance(row, Row)), SAMPLED_ROWS):
            self.job.show(row.cells)
        with _naming_options():
            table = open_table(cast("BinaryIO", _AsUtf8(self.job.file, self.job.limits)), name=self.job.file_name)
            plan = self._plan(table)
            summary = summarize_table(table, plan)
        _check_names(summary)
        self._list(summary)
        self._store(summary, plan, ignored=[c for c in table.columns if c not in plan.columns])

    def _plan(self, table: Table) -> Plan:
        options, mapping = self.job.options, self.job.report.mapping
        segments = tuple(filter(None, (part.strip() for part in options.get("segment", "").split(","))))
        plan = Plan(
            unit=mapping["unit"],
            variant=mapping["variant"],
            control=self._choose_control(list_values(table, mapping["variant"])),
            metrics=tuple(map(parse_metric, self._list_metrics(table, but={*mapping.values(), *segments}))),
            weights=parse_weights(options["expected"]) if options.get("expected") else None,
            segments=segments,
        )
        for column in plan.columns:
            if column not in table.columns:
                field = plan.columns[column]
                raise MappingRefused(fields={f"options.{field}": f"There is no column {column!r}."})
        return plan

    def _list_metrics(self, table: Table, *, but: set[str]) -> list[str]:
        """The metrics as the engine spells them: those that were asked for, else every column of numbers."""
        asked = [part.strip() for part in self.job.options.get("metric", "").split(",") if part.strip()]
        named = [part.replace("=", ":", 1) if ":" not in part else part for part in asked]
        found = named or guess_metrics(table, but=but)
        if not found:
            raise NoMetrics(fields={"metrics": NoMetrics.title})
        return found

    def _choose_control(self, variants: list[str]) -> str:
        said = self.job.options.get("control", "")
        usual = [name for name in variants if name.casefold() in CONTROL_NAMES]
        control = said or next(iter(usual), "")
        if control not in variants:
            found = ", ".join(variants) or "none"
            raise NoControl(fields={"options.control": f"The variants are {found}."}, extra={"variants": variants})
        return control

    def _list(self, summary: Summary) -> None:
        for problem in summary.problems:
            for row in problem.rows:
                self.job.reject(row, problem.column, problem.sentence)
        self.job.report.rejected = summary.rows_left_out

    def _digest(self, plan: Plan) -> str:
        """What was read and how, so that the same file read the same way is known again."""
        digest = hashlib.sha256(repr(plan).encode("utf-8", "surrogatepass"))
        self.job.file.seek(0)
        while chunk := self.job.file.read(CHUNK):
            digest.update(chunk)
        return digest.hexdigest()

    def _store(self, summary: Summary, plan: Plan, *, ignored: list[str]) -> None:
        report, actor, digest = self.job.report, self.job.actor, self._digest(plan)
        wanted = self.job.options.get("experiment", "")
        known = get_experiment(actor, _read_id(wanted)) if wanted else find_by_digest(actor, digest)
        is_same = known is not None and known.results_digest == digest
        experiment = known or self._create_experiment()
        report.created, report.unchanged = int(known is None), int(is_same)
        if not is_same:
            weighed = summary if plan.weights else replace(summary, weights=_planned_weights(experiment, summary))
            results = Results(summary=weighed, unit=plan.unit, file_name=self.job.file_name, digest=digest)
            with _naming_options():
                record_results(actor=actor, experiment=experiment, results=results)
            experiment = get_experiment(actor, experiment.id)
        readout = get_readout(experiment)
        is_unknown = report.dry_run and report.created
        report.detail = {
            "experiment": None if is_unknown else {"id": str(experiment.id), "key": experiment.key},
            "control": plan.control,
            "units": int(summary.users[0].sum()),
            "ignored": ignored,
            "verdict": f"{readout.decision.headline}. {readout.decision.reason}",
            "readout": asdict(readout),
        }
        report.answer = _answer(experiment, readout)

    def _create_experiment(self) -> Experiment:
        title = self.job.options.get("title") or Path(self.job.file_name).name.split(".")[0] or "Experiment"
        values: Mapping[str, object] = {
            "title": title[:300],
            "state": ExperimentState.ENDED,
            "owner_id": self.job.actor.id,
        }
        return create_record(Experiment, actor=self.job.actor, values=values)


class _AsUtf8:
    """A file of the upload as UTF-8, whatever it was written in, from its start as often as somebody seeks there."""

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        self._file, self._limits = file, limits
        self._text: TextIO | None = None
        self._rest = b""

    def seek(self, place: int, whence: int = io.SEEK_SET) -> int:
        if (place, whence) != (0, io.SEEK_SET):
            raise io.UnsupportedOperation("only to the start")
        self._text, self._rest = open_text(self._file, limits=self._limits), b""
        return 0

    def tell(self) -> int:
        raise io.UnsupportedOperation("it is read from the start")

    def read(self, size: int = CHUNK) -> bytes:
        while self._text is not None and len(self._rest) < size:
            text = self._text.read(CHUNK)
            if not text:
                break
            self._rest += text.encode("utf-8", "surrogateescape")
        head, self._rest = self._rest[:size], self._rest[size:]
        return head


@contextmanager
def _naming_options() -> Iterator[None]:
    """The engine's refusals by the field of the form."""
    try:
        yield
    except ExperimentRefused as refusal:
        field = "file" if refusal.field == "file" else f"options.{refusal.field}"
        where = MappingRefused if refusal.field == "file" else OptionsRefused
        place = f"row {refusal.row}: " if refusal.row else ""
        raise where(fields={field: f"{place}{refusal.reason}"}) from refusal
    except StatisticsRefused as refusal:
        raise MappingRefused(fields={"file": f"Its numbers cannot be summed: {refusal}."}) from refusal


def _check_names(summary: Summary) -> None:
    """Refuse names that no database holds."""
    named = [("variant", name) for name in summary.arms]
    named += [("segment", text) for cell in summary.cells for text in cell]
    named += [("metric", each.metric.name) for each in summary.metrics]
    for field, name in named:
        if len(name) > LONGEST_NAME or "\0" in name:
            what = f"The name {name[:60]!r} is longer than {LONGEST_NAME} characters or holds NUL."
            raise OptionsRefused(fields={f"options.{field}": what})


def _planned_weights(experiment: Experiment, summary: Summary) -> tuple[float, ...]:
    """The split that the experiment was planned with; a variant that nobody planned gets the average share."""
    known = {variant.name: variant.weight for variant in list_variants(experiment)}
    planned = [known[name] for name in summary.arms if known.get(name)]
    weights = tuple(known.get(name, fmean(planned or [1.0])) for name in summary.arms)
    return weights if sum(weight > 0 for weight in weights) > 1 else summary.weights


def _answer(experiment: Experiment, readout: Readout) -> dict[str, Any]:
    """The whole and every segment, as `experiment analyze` gives them; the decision is the page's."""
    found = [find_summary(experiment, segment=segment) for segment in ["", *list_segments(experiment)]]
    answers = [read(summary).to_dict() for summary in found if summary]
    levels = [level for answer in answers for level in answer.get("segments", ())]
    decision = {"decision": asdict(readout.decision)}
    return {**answers[0], **({"segments": levels} if levels else {}), **decision} if answers else {}


def _read_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise OptionsRefused(fields={"options.experiment": f"{text[:60]!r} is no id."}) from None
