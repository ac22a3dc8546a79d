import { plural, sentenceCase } from "@/shared/format/format";
import type { Effect, MetricReadout, Readout } from "./kinds";
import { formatMargin, formatP, formatSpan, isGuarded } from "./words";

/** One thing that a win needs. */
export interface Check {
  label: string;
  isMet: boolean;
  detail: string;
}

function effectOf(metric: MetricReadout, variant: string | null): Effect | undefined {
  return metric.effects.find((effect) => effect.variant === variant) ?? metric.effects[0];
}

function verdictOf(metric: MetricReadout, variant: string | null): string {
  return effectOf(metric, variant)?.verdict ?? "not read yet";
}

function splitCheck({ srm }: Readout): Check {
  const detail = srm.p_value === null ? "nobody is in it" : formatP(srm.p_value);
  return {
    label: "Users are split as planned",
    isMet: srm.p_value !== null && !srm.is_flagged,
    detail: srm.is_flagged ? `off, ${detail}` : detail,
  };
}

function dataCheck({ data_quality }: Readout): Check {
  const blocking = data_quality.filter((each) => each.is_blocking).length;
  const found = data_quality.length;
  return {
    label: "The data are sound",
    isMet: blocking === 0,
    detail:
      found === 0 ? "nothing was found wrong" : `${plural(found, "remark")}, ${blocking} of them in the way`,
  };
}

/** "better, +5.8 to +23.8 %": the verdict with what it rests on. */
function groundsOf(metric: MetricReadout, readout: Readout): string {
  const effect = effectOf(metric, readout.decision.variant);
  if (!effect) return "not read yet";
  const isOpen = isGuarded(metric) && effect.verdict === "undecided";
  const span = formatSpan(effect, metric.kind, "relative");
  return `${effect.verdict}${isOpen ? ", not safe" : ""}: ${span}\u202f%`;
}

function successCheck(readout: Readout): Check {
  const primaries = readout.metrics.filter((metric) => metric.role === "primary");
  const names = primaries.map((metric) => metric.label).join(" or ");
  return {
    label: names ? `${sentenceCase(names)} is better` : "A primary metric is better",
    isMet: primaries.some((metric) => verdictOf(metric, readout.decision.variant) === "better"),
    detail: primaries.map((each) => groundsOf(each, readout)).join("; ") || "no primary metric is planned",
  };
}

function guardCheck(metric: MetricReadout, readout: Readout): Check {
  const verdict = verdictOf(metric, readout.decision.variant);
  return {
    label: `No harm to ${metric.label}`,
    isMet: verdict === "better" || verdict === "not worse than the margin",
    detail: `${groundsOf(metric, readout)}; ${formatMargin(metric)}`,
  };
}

function harmChecks(metrics: readonly MetricReadout[], variant: string | null): Check[] {
  const worse = metrics.filter((metric) => !isGuarded(metric) && verdictOf(metric, variant) === "worse");
  return worse.map(({ label }) => ({
    label: `${sentenceCase(label)} is not worse`,
    isMet: false,
    detail: "worse",
  }));
}

/** What a win needs, met or not, for the variant that is decided on; of the readout that rules. */
export function checksOf(readout: Readout): Check[] {
  return [
    splitCheck(readout),
    dataCheck(readout),
    successCheck(readout),
    ...readout.metrics.filter(isGuarded).map((metric) => guardCheck(metric, readout)),
    ...harmChecks(readout.metrics, readout.decision.variant),
  ];
}

export function isWin({ decision }: Readout): boolean {
  return decision.ships && decision.verdict === "better" && !decision.is_blocked;
}
