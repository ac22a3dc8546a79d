"""A file of results, one row a unit (its variant, its metrics), as an experiment with a readout."""

import hashlib
import itertools
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import ClassVar
from uuid import UUID

import numpy as np

from truenorth.domains.experiments.errors import NoControl, TooFewVariants
from truenorth.domains.experiments.models import Experiment
from truenorth.domains.experiments.rules import (
    SNIFFED_ROWS,
    Doubles,
    ExperimentState,
    MetricKind,
    Tally,
    UnreadableValue,
    find_doubles,
    find_metrics,
    read_value,
)
from truenorth.domains.experiments.selectors import find_by_digest, get_experiment, get_readout
from truenorth.domains.experiments.services import Results, record_results
from truenorth.domains.graph.services import create_record
from truenorth.domains.kit.tables import BadRow, Row
from truenorth.edges.imports.errors import MappingRefused, OptionsRefused
from truenorth.edges.imports.importers import Importer, Option
from truenorth.edges.imports.mapping import Field, resolve_mapping

CONTROL_NAMES = ("control", "baseline", "a", "off", "original")
VARIANTS_AT_MOST = 20
CHUNK = 1 << 20


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
        Option(name="metric", help="NAME=mean or NAME=proportion, several with commas; by default all number columns."),
        Option(name="experiment", help="Id of an experiment that these results belong to; by default a new one."),
        Option(name="title", help="Title of the new experiment; by default the file's name."),
    )

    def run(self) -> None:
        report, options = self.job.report, self.job.options
        table = self.job.read_table()
        named = {name: options[name] for name in ("unit", "variant") if options.get(name)}
        report.mapping = resolve_mapping(self.fields, table.columns, {**self.job.mapping, **named})
        kinds = self._read_kinds(table.columns)
        metrics = list(kinds) or self._find_metrics(table.columns)
        control, doubles = self._survey()
        tally = self._tally(metrics, doubles)
        results = Results(
            tally=tally,
            control=control,
            unit=report.mapping["unit"],
            file_name=self.job.file_name,
            digest=self._digest(control),
            kinds={name: kind for name, kind in kinds.items() if kind is not None},
        )
        self._store(results, ignored=[c for c in table.columns if c not in {*metrics, *report.mapping.values()}])

    def _read_kinds(self, columns: tuple[str, ...]) -> dict[str, MetricKind | None]:
        """The metrics that the caller names, each with its kind where one is said."""
        kinds: dict[str, MetricKind | None] = {}
        for part in filter(None, (part.strip() for part in self.job.options.get("metric", "").split(","))):
            name, _, word = part.rpartition("=") if "=" in part else (part, "", "")
            if name not in columns:
                raise MappingRefused(fields={"options.metric": f"There is no column {name!r}."})
            if word and word not in set(MetricKind):
                raise OptionsRefused(fields={"options.metric": f"{word!r} is neither mean nor proportion."})
            kinds[name] = MetricKind(word) if word else None
        return kinds

    def _find_metrics(self, columns: tuple[str, ...]) -> list[str]:
        head = itertools.islice((row.cells for row in self._rows()), SNIFFED_ROWS)
        taken = set(self.job.report.mapping.values())
        return find_metrics(list(head), candidates=[column for column in columns if column not in taken])

    def _rows(self) -> Iterator[Row]:
        return (row for row in self.job.read_table().rows if isinstance(row, Row))

    def _survey(self) -> tuple[str, Doubles]:
        """A first pass over the whole file: the variants, the control, and units that stand in it twice."""
        unit, variant = self.job.report.mapping["unit"], self.job.report.mapping["variant"]
        units, variants, numbers = array("Q"), array("H"), dict[str, int]()
        for row in self._rows():
            name = row.cells[variant].strip()
            if name and len(numbers) <= VARIANTS_AT_MOST:
                numbers.setdefault(name, len(numbers))
            units.append(_hash(row.cells[unit].strip()))
            variants.append(numbers.get(name, 0))
        if len(numbers) > VARIANTS_AT_MOST:
            detail = f"{variant!r} has more than {VARIANTS_AT_MOST} different values; is it the variant?"
            raise TooFewVariants(fields={"options.variant": detail})
        doubles = find_doubles(np.frombuffer(units, np.uint64), np.frombuffer(variants, np.uint16))
        return self._choose_control(list(numbers)), doubles

    def _choose_control(self, variants: list[str]) -> str:
        said = self.job.options.get("control", "")
        usual = [name for name in variants if name.casefold() in CONTROL_NAMES]
        control = said or next(iter(usual), "")
        if control not in variants:
            found = ", ".join(variants) or "none"
            raise NoControl(fields={"options.control": f"The variants are {found}."}, extra={"variants": variants})
        return control

    def _tally(self, metrics: list[str], doubles: Doubles) -> Tally:
        tally = Tally(metrics=metrics)
        unit, variant = self.job.report.mapping["unit"], self.job.report.mapping["variant"]
        index = 0
        for row in self.job.read_table().rows:
            if isinstance(row, BadRow):
                self.job.reject(row.number, row.column, row.message)
                continue
            refusal = self._refuse(row.cells[unit], row.cells[variant], index, doubles)
            index += 1
            if refusal:
                self.job.reject(row.number, *refusal)
                continue
            self.job.show(row.cells)
            try:
                values = {metric: read_value(row.cells[metric], column=metric) for metric in metrics}
            except UnreadableValue as unreadable:
                self.job.reject(row.number, unreadable.column, str(unreadable))
                continue
            tally.add(row.cells[variant].strip(), values)
        return tally

    def _refuse(self, unit: str, variant: str, index: int, doubles: Doubles) -> tuple[str, str] | None:
        if not unit.strip() or not variant.strip():
            return ("unit" if not unit.strip() else "variant", "The cell is empty.")
        if doubles.is_mixed[index]:
            return "unit", f"{unit[:60]!r} stands in two variants, so it counts in neither."
        if doubles.is_repeat[index]:
            return "unit", f"{unit[:60]!r} stands in an earlier row too."
        return None

    def _digest(self, control: str) -> str:
        """What was read and how, so that the same file read the same way is known again."""
        digest = hashlib.sha256(repr((sorted(self.job.report.mapping.items()), control)).encode())
        digest.update(self.job.options.get("metric", "").encode())
        self.job.file.seek(0)
        while chunk := self.job.file.read(CHUNK):
            digest.update(chunk)
        return digest.hexdigest()

    def _store(self, results: Results, *, ignored: list[str]) -> None:
        report, actor = self.job.report, self.job.actor
        wanted = self.job.options.get("experiment", "")
        known = get_experiment(actor, _read_id(wanted)) if wanted else find_by_digest(actor, results.digest)
        if known is not None and known.results_digest == results.digest:
            report.unchanged = 1
            experiment, readout = known, get_readout(known)
        else:
            experiment = known or self._create_experiment()
            report.created = int(known is None)
            readout = record_results(actor=actor, experiment=experiment, results=results)
        report.detail = {
            "experiment": None
            if report.dry_run and report.created
            else {"id": str(experiment.id), "key": experiment.key},
            "control": results.control,
            "units": sum(results.tally.units.values()),
            "ignored": ignored,
            "readout": asdict(readout),
        }

    def _create_experiment(self) -> Experiment:
        title = self.job.options.get("title") or Path(self.job.file_name).name.split(".")[0] or "Experiment"
        values: Mapping[str, object] = {
            "title": title[:300],
            "state": ExperimentState.ENDED,
            "owner_id": self.job.actor.id,
        }
        return create_record(Experiment, actor=self.job.actor, values=values)


def _hash(unit: str) -> int:
    return int.from_bytes(hashlib.blake2b(unit.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _read_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise OptionsRefused(fields={"options.experiment": f"{text[:60]!r} is no id."}) from None
