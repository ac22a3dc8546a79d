import type { ReactNode } from "react";
import { Meter } from "@/shared/ui/meter";
import { type Constraint, formatRoom, formatUse } from "../words";
import classes from "./registers.module.css";

const tones = { over: "worse", near: "undecided", free: undefined, unknown: undefined } as const;

/** How much of a limit is used, with a tick where it is called near. */
export function Headroom({ constraint }: { constraint: Constraint }): ReactNode {
  const { standing, near_percent: near } = constraint;
  const share = standing.used_share;
  return (
    <div className={classes.room}>
      {share !== null && <Meter share={share} tone={tones[standing.state]} tick={near / 100} />}
      <p className="small tn">
        {formatUse(constraint)}
        {share !== null && <span className="three">, {formatRoom(standing)}</span>}
      </p>
    </div>
  );
}
