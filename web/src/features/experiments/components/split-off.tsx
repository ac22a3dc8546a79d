import { type ReactNode, useState } from "react";
import { formatNumber, formatPercent } from "@/shared/format/format";
import { useMay } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import type { Split } from "../kinds";
import { formatP } from "../words";
import classes from "./split.module.css";
import { SplitDialog } from "./split-dialog";

const causes = [
  "The plan itself: were the variants meant to get other shares, or did the shares change on the way?",
  "Where people are counted: on being assigned, or only once they see it? A slow or crashing variant loses some.",
  "What was filtered: bots, staff, double accounts, after the split and in one variant more than in the other.",
  "What is missing: a day, a platform or a tracking call of one variant. Look at the segments.",
];

/** The users are not split as planned: by how much, how sure that is, and what to look at before any effect. */
export function SplitOff({ experimentId, split }: { experimentId: string; split: Split }): ReactNode {
  const may = useMay();
  const [editing, setEditing] = useState(false);
  return (
    <div className={classes.off}>
      <table className={classes.arms} aria-label="Users expected and seen">
        <thead>
          <tr>
            <th scope="col">Variant</th>
            <th scope="col">Expected</th>
            <th scope="col">Seen</th>
            <th scope="col">Difference</th>
          </tr>
        </thead>
        <tbody>
          {split.arms.map(({ variant, n, expected }) => (
            <tr key={variant}>
              <th scope="row" className="clip">
                {variant}
              </th>
              <td>{expected === null ? "–" : formatNumber(expected, { digits: 0 })}</td>
              <td className="strong">{formatNumber(n)}</td>
              <td>{expected ? formatPercent(n / expected - 1, { signed: true }) : "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {split.p_value !== null && (
        <p className="two">
          A split as far off as this comes by chance with <b className="tn">{formatP(split.p_value)}</b>, and
          below 0.01 it is taken for none. Whatever moved people between the variants may have made the
          effects too, so neither a win nor the lack of one can be concluded.
        </p>
      )}
      <p className="strong">What to check</p>
      <ul className={classes.causes}>
        {causes.map((cause) => (
          <li key={cause}>{cause}</li>
        ))}
      </ul>
      {may.edit && (
        <div>
          <Button size="small" icon="edit" onClick={() => setEditing(true)}>
            Correct the planned split
          </Button>
        </div>
      )}
      {editing && <SplitDialog experimentId={experimentId} split={split} onClose={() => setEditing(false)} />}
    </div>
  );
}
