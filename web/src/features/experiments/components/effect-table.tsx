import { Fragment, type ReactNode } from "react";
import { sentenceCase } from "@/shared/format/format";
import { StateLabel } from "@/shared/ui/state-glyph";
import type { MetricReadout, Readout } from "../kinds";
import { type Group, groupsOf, scaleOf } from "../rows";
import { roleLabel } from "../words";
import { AxisLabels } from "./axis-labels";
import { EffectRow } from "./effect-row";
import classes from "./effects.module.css";

interface Props {
  readout: Readout;
  /** What stands in place of a metric's margin: a way to change it. */
  marginOf?: (metric: MetricReadout) => ReactNode;
}

function UnreadRow({ metric }: { metric: MetricReadout }): ReactNode {
  return (
    <tr className={classes.row}>
      <th scope="row" className={classes.name}>
        <span className="strong">{sentenceCase(metric.label)}</span>
        <span className="small three">{roleLabel(metric.role)}</span>
      </th>
      <td colSpan={3} className={classes.none}>
        Planned, and not in the results yet.
      </td>
      <td className={classes.verdict}>
        <StateLabel state="incomplete">Not read yet</StateLabel>
      </td>
    </tr>
  );
}

function Rows({ group, readout, marginOf }: Props & { group: Group }): ReactNode {
  const { metric, rows, axis } = group;
  const scale = scaleOf(readout);
  const last = rows.at(-1);
  return rows.map((row) => (
    <Fragment key={row.key}>
      <EffectRow
        metric={metric}
        row={row}
        axis={axis}
        readout={readout}
        hasVariants={metric.effects.length > 1}
        hasWords={row.level === null}
        margin={marginOf?.(metric)}
      >
        {row === last && <AxisLabels axis={axis} kind={metric.kind} scale={scale} />}
      </EffectRow>
      {row.level === null && (
        <tr className={classes.words}>
          <td colSpan={2}>{row.effect.sentence}</td>
        </tr>
      )}
    </Fragment>
  ));
}

/** Every metric and variant against the control: the numbers, the interval on its axis, and what they allow to say. */
export function EffectTable({ readout, marginOf }: Props): ReactNode {
  const groups = groupsOf(readout);
  const scale = scaleOf(readout);
  const shared = scale === "relative" ? groups[0] : undefined;
  return (
    <div className={classes.effects}>
      <table className={classes.table} data-scale={scale}>
        <caption className="sr">Effect of each variant on each metric, with its interval and verdict</caption>
        <thead>
          <tr>
            <th scope="col">Metric</th>
            <th scope="col" className="num">
              Without, with
            </th>
            <th scope="col" className={classes.plot}>
              <span className="sr">Interval</span>
              {shared && (
                <>
                  <span aria-hidden="true">Effect, % of the control</span>
                  <AxisLabels axis={shared.axis} kind={shared.metric.kind} scale={scale} />
                </>
              )}
            </th>
            <th scope="col" className="num">
              Effect
            </th>
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group.metric.name}>
            {group.rows.length === 0 ? (
              <UnreadRow metric={group.metric} />
            ) : (
              <Rows group={group} readout={readout} marginOf={marginOf} />
            )}
          </tbody>
        ))}
      </table>
    </div>
  );
}
