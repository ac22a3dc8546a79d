"""The commands."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, help="Read an A/B test from a file, and plan the next one.")


class MethodName(StrEnum):
    SEQUENTIAL = "sequential"
    FIXED = "fixed"
    BAYESIAN = "bayesian"


class PlanMethodName(StrEnum):
    FIXED = "fixed"
    SEQUENTIAL = "sequential"


class CorrectionName(StrEnum):
    HOLM = "holm"
    BH = "bh"
    NONE = "none"


class ScaleName(StrEnum):
    RELATIVE = "relative"
    ABSOLUTE = "absolute"


JsonOption = Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")]


@app.command()
def analyze(  # noqa: PLR0913 - an option for each choice that changes the answer
    file: Annotated[
        Path,
        typer.Argument(
            exists=True, dir_okay=False, readable=True, help="CSV, plain or .gz, or Parquet; one row a unit."
        ),
    ],
    *,
    unit: Annotated[str, typer.Option(metavar="COLUMN", help="Who was assigned.")],
    variant: Annotated[str, typer.Option(metavar="COLUMN", help="What they were assigned to.")],
    control: Annotated[str, typer.Option(metavar="VALUE", help="The variant that the others are compared with.")],
    metric: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN[:KIND][:OPTION]",
            help="What was measured, several times for several: spend:mean, kept:proportion, clicks/sessions:ratio, "
            "latency:quantile=0.9; :covariate=COLUMN adjusts by what was before, :lower says that lower is better. "
            "Without a kind 0/1 is a proportion and other numbers a mean.",
        ),
    ] = None,
    guardrail: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN[:KIND]:margin=SHARE",
            help="What must not get worse by more than a share of the control's mean: retention_30:margin=-5%.",
        ),
    ] = None,
    expected: Annotated[
        str | None,
        typer.Option(metavar="50,50", help="The planned split, control first and the others by name, or NAME=SHARE,…"),
    ] = None,
    method: Annotated[MethodName, typer.Option(help="What decides the verdicts.")] = MethodName.SEQUENTIAL,
    effect: Annotated[ScaleName, typer.Option(help="In what the table shows effects.")] = ScaleName.RELATIVE,
    alpha: Annotated[float, typer.Option(help="How often an effect may be found where there is none.")] = 0.05,
    correction: Annotated[
        CorrectionName, typer.Option(help="For how many metrics and variants there are.")
    ] = CorrectionName.HOLM,
    segment: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN", help="Also for each of its values, several times for several.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE.html|.md", help="Write a report to share, which needs no other file.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Compare the variants of an experiment: what got better, what is undecided, and whether the data are sound."""
    with _refusing(file.name):
        from truenorth.cli.experiment.printing import print_analysis
        from truenorth.cli.experiment.report import write_report
        from truenorth.engines.experiments import Plan, Question, join_guardrails, parse_metric, parse_weights
        from truenorth.engines.experiments import analyze as analyze_file

        metrics = [parse_metric(text) for text in metric or ()]
        guards = [parse_metric(text, role="guardrail") for text in guardrail or ()]
        plan = Plan(
            unit=unit,
            variant=variant,
            control=control,
            metrics=join_guardrails(metrics, guards),
            weights=None if expected is None else parse_weights(expected),
            segments=tuple(segment or ()),
        )
        question = Question(method=method.value, scale=effect.value, alpha=alpha, correction=correction.value)
        found = analyze_file(file, plan, question)
        if report is not None:
            write_report(found, report, title=file.name)
    if as_json:
        typer.echo(json.dumps(found.to_dict(), indent=2, ensure_ascii=False))
    else:
        print_analysis(found)


@app.command()
def size(  # noqa: PLR0913 - a plan has this many sides
    *,
    baseline: Annotated[
        float | None, typer.Option(help="The rate or the mean as it is; a rate lies in 0 to 1.")
    ] = None,
    standard_deviation: Annotated[
        float | None, typer.Option(help="Of a mean's values; without it the metric is a rate.")
    ] = None,
    mde: Annotated[str | None, typer.Option(metavar="SHARE", help="The smallest effect to see: 5% or 0.05.")] = None,
    margin: Annotated[
        str | None, typer.Option(metavar="SHARE", help="Instead: the fall that a guardrail must rule out.")
    ] = None,
    users: Annotated[float | None, typer.Option(help="Instead: what so many users in all variants would see.")] = None,
    effect: Annotated[
        ScaleName, typer.Option(help="Whether these are shares of the baseline or in the metric's unit.")
    ] = ScaleName.RELATIVE,
    method: Annotated[PlanMethodName, typer.Option(help="Which plan stands on top.")] = PlanMethodName.FIXED,
    power: Annotated[float, typer.Option(help="How surely the effect is seen.")] = 0.8,
    alpha: Annotated[float, typer.Option(help="How often an effect may be found where there is none.")] = 0.05,
    shares: Annotated[str, typer.Option(metavar="50,50", help="The planned split, control first.")] = "50,50",
    success_metrics: Annotated[int, typer.Option(min=1, help="How many metrics may win; they share alpha.")] = 1,
    guardrails: Annotated[int, typer.Option(min=0, help="How many guardrails must all pass.")] = 0,
    users_per_day: Annotated[float | None, typer.Option(help="How many users come in a day.")] = None,
    traffic_share: Annotated[float, typer.Option(help="What part of them takes part.")] = 1.0,
    as_json: JsonOption = False,
) -> None:
    """How many users and days an experiment needs, for one look at the end and for any number of looks."""
    with _refusing("size"):
        from truenorth.cli.experiment.printing import print_sizes, read_share, read_shares
        from truenorth.engines.experiments import Goal, plan_sizes

        goal = Goal(
            baseline=baseline,
            standard_deviation=standard_deviation,
            mde=read_share(mde, field="mde"),
            margin=read_share(margin, field="margin"),
            users=users,
            effect=effect.value,
            power=power,
            alpha=alpha,
            shares=read_shares(shares),
            success_metrics=success_metrics,
            guardrails=guardrails,
            users_per_day=users_per_day,
            traffic_share=traffic_share,
        )
        plans = plan_sizes(goal)
    asked = next(plan for plan in plans if plan.method == method.value)
    if as_json:
        both = {**asked.to_dict(), "plans": [plan.to_dict() for plan in plans]}
        typer.echo(json.dumps(both, indent=2, ensure_ascii=False))
    else:
        print_sizes(plans, asked)


@contextmanager
def _refusing(file: str) -> Iterator[None]:
    """A refusal as one line that names the flag or the file, and exit code 1."""
    from truenorth.engines.experiments import ExperimentRefused
    from truenorth.engines.statistics import StatisticsRefused

    try:
        yield
    except ExperimentRefused as refusal:
        place = file if refusal.field == "file" else "--" + refusal.field.replace("_", "-")
        row = f" row {refusal.row:,}" if refusal.row else ""
        typer.echo(f"{place}{row} {refusal.reason}", err=True)
        raise typer.Exit(1) from refusal
    except StatisticsRefused as refusal:
        typer.echo(f"{file}: {refusal}", err=True)
        raise typer.Exit(1) from refusal
