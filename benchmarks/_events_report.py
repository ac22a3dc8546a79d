"""What `events.py` found, as Markdown: the questions, the loads, and the targets."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

QUESTIONS: Mapping[str, str] = {
    "funnel": "4-step funnel, 7 days",
    "funnel_times": "the same with times ¹",
    "funnel_country": "the same by country",
    "funnel_filter": "the same, one step filtered by device",
    "retention": "retention 0 to 30, by day of first signup",
    "weekly": "weekly actives by plan",
    "journeys": "next three events after signup",
    "convert": "time to convert, from the latest entry",
    "tail": "the funnel with the newest events in the log ²",
    "tail_grown": "the same, each time after one more event ²",
}
"""In the order in which they are asked; the keys are those of the engines' modules."""

TAILS = ("tail", "tail_grown")
PEERS = ("chdb", "duckdb")
FOOTNOTES = (
    "¹ The peers are asked for the counts alone.",
    "² The peers and the ratio to the sum have all events settled.",
)

MEANT_EVENTS = 10_000_000

Found = Mapping[str, Any]


@dataclass(frozen=True)
class Target:
    """What should hold, what was measured, and the bound; `is_ceiling` says on which side of it."""

    name: str
    measured: float | None
    bound: float
    unit: str = ""
    is_ceiling: bool = True

    def row(self) -> list[str]:
        bound = f"{'≤' if self.is_ceiling else '≥'} {_number(self.bound)}{self.unit}"
        if self.measured is None:
            return [self.name, bound, "not measured", "-"]
        is_met = self.measured <= self.bound if self.is_ceiling else self.measured >= self.bound
        return [self.name, bound, f"{_number(self.measured)}{self.unit}", "yes" if is_met else "**no**"]


def report(found: Found) -> str:
    """Everything in three tables."""
    versions = ", ".join(f"{name} {version}" for name, version in found["versions"].items() if version)
    machine = found["machine"]
    head = (
        f"{found['events']:,} events, {found['when']}, {machine['processors']} processors, "
        f"Python {machine['python']}, {versions}; 2 threads an engine.\n"
        f"Summing times and events takes {found['sum_cpu_seconds']:.4f} s of CPU."
    )
    if found["events"] < MEANT_EVENTS:
        head += f" The targets are meant for {MEANT_EVENTS:,} events and more."
    return "\n\n".join(
        [head, _questions(found), "\n".join(FOOTNOTES), _loads(found), _table(TARGET_HEAD, _targets(found))]
    )


def ours(found: Found, question: str) -> Mapping[str, Any]:
    """What was measured of our own engine: of the store with a tail where the question is about it."""
    of: Mapping[str, Mapping[str, Any]] = found["questions"][question]
    return of["tail" if question in TAILS else "full"]


HEAD = [
    "question", "truenorth CPU s", "times the sum", "chDB CPU s", "ours/chDB", "DuckDB CPU s", "ours/DuckDB", "wall s",
    "first wall s", "peak MB",
]  # fmt: skip
TARGET_HEAD = ["target", "bound", "measured", "met"]


def _questions(found: Found) -> str:
    rows = []
    for question, name in QUESTIONS.items():
        own = ours(found, question)
        row = [name, f"{own['cpu_seconds']:.4f}", f"{own['cpu_seconds'] / found['sum_cpu_seconds']:.2f}"]
        for peer in PEERS:
            theirs = found["questions"][question].get(peer)
            row += ["-", "-"] if theirs is None else [f"{theirs['cpu_seconds']:.3f}", _ratio(own, theirs)]
        peak = "-" if own["peak_mb"] is None else f"{own['peak_mb']:.0f}"
        rows.append([*row, f"{own['wall_seconds']:.3f}", f"{own['first_wall_seconds']:.3f}", peak])
    return _table(HEAD, rows)


def _ratio(own: Mapping[str, Any], theirs: Mapping[str, Any]) -> str:
    ratio = own["cpu_seconds"] / theirs["cpu_seconds"]
    return f"1/{1 / ratio:.1f}" if ratio < 1 else f"{ratio:.1f}"


def _loads(found: Found) -> str:
    loads, about = found["loads"], found["about"]
    rows = []
    for store, name in (("plain", "truenorth, no properties"), ("full", "truenorth, three properties")):
        load = loads[store]
        spent = [load["append"], load["compact"]]
        wall, cpu = (sum(one[part] for one in spent) for part in ("wall_seconds", "cpu_seconds"))
        room = f"{load['cold_bytes']:.1f} cold, {load['hot_bytes']:.1f} hot"
        rows.append([name, *_rates(load["events"], wall, cpu), room, _memory(load["peak_mb"])])
    for peer in PEERS:
        if peer in about:
            load = about[peer]["load"]
            rates = _rates(found["events"], load["wall_seconds"], load["cpu_seconds"])
            rows.append([f"{peer}, three columns more", *rates, f"{about[peer]['bytes']:.1f}", "-"])
    ingest = loads["ingest"]
    rates = _rates(ingest["events"], ingest["wall_seconds"], ingest["cpu_seconds"])
    rows.append(["truenorth, durable batches of 1,000 dictionaries", *rates, "-", "-"])
    return _table(["load", "events/s", "CPU µs an event", "bytes an event", "peak MB"], rows)


def _rates(events: int, wall: float, cpu: float) -> list[str]:
    return [f"{events / wall:,.0f}", f"{cpu / events * 1e6:.2f}"]


def _memory(peak: float | None) -> str:
    return "-" if peak is None else f"{peak:.0f}"


def _targets(found: Found) -> Iterator[list[str]]:
    for target in (*_of_questions(found), *_of_loads(found)):
        yield target.row()


def _of_questions(found: Found) -> Iterator[Target]:
    share = 1 / 5 if found["events"] <= MEANT_EVENTS else 1 / 6
    bounds = {"funnel": (2.5, share), "funnel_times": (4.0, 1 / 4)}
    for question, name in QUESTIONS.items():
        if question in ("funnel_filter", *TAILS):
            continue
        most, of_peer = bounds.get(question, (4.0, 1 / 6))
        cpu = ours(found, question)["cpu_seconds"]
        yield Target(f"{name}: to the sum", cpu / found["sum_cpu_seconds"], most, " times")
        peer = found["questions"][question].get("chdb")
        yield Target(f"{name}: to chDB", peer and cpu / peer["cpu_seconds"], of_peer)
    plain = ours(found, "funnel")["cpu_seconds"]
    yield Target("filtered: to the funnel", ours(found, "funnel_filter")["cpu_seconds"] / plain, 1.5, " times")
    settled = found["questions"]["tail"]["full"]["cpu_seconds"]
    yield Target("with a tail: to the settled", ours(found, "tail")["cpu_seconds"] / settled, 2.0, " times")
    peaks = [ours(found, question)["peak_mb"] for question in QUESTIONS]
    yield Target("memory of any query", max(peaks) if None not in peaks else None, 400, " MB")


def _of_loads(found: Found) -> Iterator[Target]:
    loads = found["loads"]
    for store, name in (("plain", "bulk load"), ("full", "bulk load with properties")):
        wall = loads[store]["append"]["wall_seconds"] + loads[store]["compact"]["wall_seconds"]
        yield Target(name, loads[store]["events"] / wall, 1_000_000, " events/s", is_ceiling=False)
    ingest = loads["ingest"]
    rate = ingest["events"] / ingest["wall_seconds"]
    yield Target("durable batches, without HTTP", rate, 60_000, " events/s", is_ceiling=False)
    yield Target("disk, cold, without properties", loads["plain"]["cold_bytes"], 8, " bytes an event")


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}" if value < 1 else f"{value:.2f}".rstrip("0").rstrip(".")


def _table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
