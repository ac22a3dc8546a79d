import type { ReactNode } from "react";
import type { components } from "@/api/schema";
import { formatNumber, formatPercent } from "@/shared/format/format";
import type { Draft } from "../planning";
import { digitsFor } from "../words";
import classes from "./planning.module.css";

type Size = components["schemas"]["SizeOut"];

const names: Record<Size["method"], { name: string; says: string }> = {
  fixed: { name: "Fixed", says: "One look, at the end" },
  sequential: { name: "Sequential", says: "Look on any day" },
};

function absolute(value: number, kind: Draft["kind"]): string {
  if (kind === "proportion") return `${formatNumber(value * 100, { digits: 2 })}\u00a0points`;
  return formatNumber(value, { digits: digitsFor(value) });
}

function Seen({ size, kind }: { size: Size; kind: Draft["kind"] }): ReactNode {
  const { mde_relative: relative, mde_absolute: own } = size;
  return (
    <>
      <span className="strong">{relative === null ? "–" : formatPercent(relative)}</span>
      {own !== null && <span className="small three">{absolute(own, kind)}</span>}
    </>
  );
}

/** What looking early costs, in users. */
export function priceOf(plans: readonly Size[]): string {
  const [fixed, sequential] = [
    plans.find((p) => p.method === "fixed"),
    plans.find((p) => p.method === "sequential"),
  ];
  if (!fixed || !sequential || fixed.total === 0 || sequential.total === fixed.total) return "";
  const times = formatNumber(sequential.total / fixed.total, { digits: 1 });
  return `Looking on any day costs ${times} times the users at worst; a large effect is seen long before.`;
}

/** The same test twice: read once as planned, or read whenever somebody looks. */
export function Sizes({ plans, draft }: { plans: readonly Size[]; draft: Draft }): ReactNode {
  const seen = { mde: "Sees", margin: "Rules out", users: "Sees" }[draft.question];
  const price = priceOf(plans);
  return (
    <>
      <table className={classes.sizes} aria-label="Users and days by method">
        <thead>
          <tr>
            <th scope="col">Read</th>
            <th scope="col">Each variant</th>
            <th scope="col">In all</th>
            <th scope="col">Days</th>
            <th scope="col">{seen}</th>
          </tr>
        </thead>
        <tbody>
          {plans.map((size) => (
            <tr key={size.method}>
              <th scope="row">
                <span className="strong">{names[size.method].name}</span>
                <span className="small three">{names[size.method].says}</span>
              </th>
              <td>{formatNumber(size.per_arm)}</td>
              <td className="strong">{formatNumber(size.total)}</td>
              <td className="strong">{size.days === null ? "–" : formatNumber(size.days)}</td>
              <td>
                <Seen size={size} kind={draft.kind} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="small three">
        {price} Found with a chance of {formatPercent(plans[0]?.power ?? 0, { digits: 0 })}, at{" "}
        {formatPercent(plans[0]?.alpha ?? 0, { digits: 1 })} false alarms for each comparison.
      </p>
    </>
  );
}
