import type { ReactNode } from "react";
import { type Constraint, formatRoom, formatUse, lookOfLimit } from "../words";
import classes from "./registers.module.css";

/** How much of a limit is used, with a tick where it is called near. */
export function Headroom({ constraint }: { constraint: Constraint }): ReactNode {
  const { standing, near_percent: near } = constraint;
  const share = standing.used_share;
  return (
    <div className={classes.room}>
      {share !== null && (
        <span className={classes.track} data-state={lookOfLimit(constraint).state} aria-hidden="true">
          <span className={classes.fill} style={{ width: `${Math.min(1, share) * 100}%` }} />
          <span className={classes.near} style={{ left: `${near}%` }} />
        </span>
      )}
      <p className="small tn">
        {formatUse(constraint)}
        {share !== null && <span className="three">, {formatRoom(standing)}</span>}
      </p>
    </div>
  );
}
