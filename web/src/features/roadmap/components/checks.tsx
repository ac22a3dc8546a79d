import type { ReactNode } from "react";
import { Icon } from "@/shared/ui/icon";
import type { Move } from "../words";
import classes from "./initiative.module.css";

/** What a gate asks for: met, or missing and why. */
export function Checks({ checks }: { checks: Move["checks"] }): ReactNode {
  return (
    <ul className={classes.checks}>
      {checks.map((check) => (
        <li key={check.label} data-met={check.is_met || undefined}>
          <Icon
            name={check.is_met ? "check" : "alert"}
            size="small"
            className={check.is_met ? "better" : "undecided"}
            label={check.is_met ? "Met" : "Missing"}
          />
          <span>
            {check.label}
            <span className="small three">{check.detail}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
