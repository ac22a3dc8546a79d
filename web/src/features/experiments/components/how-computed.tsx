import type { ReactNode } from "react";
import { formatNumber, formatPercent, sentenceCase } from "@/shared/format/format";
import type { Effect, MetricReadout, Readout } from "../kinds";
import { digitsFor } from "../words";
import classes from "./readout.module.css";

type Numbers = Effect["computed"]["numbers"];

function show(value: number | null, name: string, kind: MetricReadout["kind"]): string {
  if (value === null) return "–";
  if (name === "users") return formatNumber(value);
  if (kind === "proportion" && name === "value") return formatPercent(value, { digits: 2 });
  return formatNumber(value, { digits: digitsFor(value) });
}

function NumbersOf({ metric, effect }: { metric: MetricReadout; effect: Effect }): ReactNode {
  const { computed } = effect;
  const named = (name: string): Numbers[number] | undefined =>
    computed.numbers.find((each) => each.name === name);
  const cells = ["users", "value", "standard deviation"].map((name) => ({ name, number: named(name) }));
  return (
    <tr>
      <th scope="row">
        {sentenceCase(metric.label)}
        <span className="small three">
          {effect.variant}
          {metric.covariate && `, adjusted by ${metric.covariate}`}
        </span>
      </th>
      {cells.map(({ name, number }) => (
        <td key={name}>
          <span>{show(number?.control ?? null, name, metric.kind)}</span>
          <span>{show(number?.treatment ?? null, name, metric.kind)}</span>
        </td>
      ))}
      <td>
        {computed.standard_error === null
          ? "–"
          : formatNumber(computed.standard_error, { digits: digitsFor(computed.standard_error) })}
      </td>
    </tr>
  );
}

/** The method in words, each formula with its source, and the numbers that went in. */
export function HowComputed({ readout }: { readout: Readout }): ReactNode {
  const { method, metrics } = readout;
  return (
    <details className={classes.fold}>
      <summary>How is this computed?</summary>
      <div className={classes.computed}>
        <p>{method.sentence}</p>
        <dl className={classes.formulas}>
          {method.formulas.map((formula) => (
            <div key={formula.name} className={classes.formula}>
              <dt className="strong">{formula.name}</dt>
              <dd>
                {formula.what}
                {formula.source && <span className="three">. {formula.source}</span>}
              </dd>
            </div>
          ))}
        </dl>
        <div className={classes.scroll}>
          <table className={classes.numbers} aria-label="The numbers that were used">
            <thead>
              <tr>
                <th scope="col">Control above, variant below</th>
                <th scope="col">Users</th>
                <th scope="col">Value</th>
                <th scope="col">Deviation</th>
                <th scope="col">Error of the effect</th>
              </tr>
            </thead>
            <tbody>
              {metrics.flatMap((metric) =>
                metric.effects.map((effect) => (
                  <NumbersOf key={`${metric.name} ${effect.variant}`} metric={metric} effect={effect} />
                )),
              )}
            </tbody>
          </table>
        </div>
      </div>
    </details>
  );
}
