import type { ReactNode } from "react";
import { asProblem } from "@/api/problem";
import { Button } from "./button";
import { Icon, type IconName } from "./icon";
import classes from "./states.module.css";

/** Grey blocks of the height of what will come. */
export function Skeleton({ rows = 6, height = 44 }: { rows?: number; height?: number }): ReactNode {
  return (
    <div className={classes.skeleton} role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: identical grey blocks in a fixed order
        <div key={index} className={classes.line} style={{ height }}>
          <span style={{ width: `${62 - ((index * 17) % 37)}%` }} />
        </div>
      ))}
    </div>
  );
}

interface EmptyProps {
  icon: IconName;
  title: string;
  /** What belongs here and why it matters, in one line. */
  children?: ReactNode;
  actions?: ReactNode;
}

export function EmptyState({ icon, title, children, actions }: EmptyProps): ReactNode {
  return (
    <div className={classes.empty}>
      <Icon name={icon} size="large" className="three" />
      <h2 className={classes.title}>{title}</h2>
      {children && <p className="two">{children}</p>}
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}

/** The same in one line, for a part of a page. */
export function ProblemLine({ error, onRetry }: { error: unknown; onRetry?: () => void }): ReactNode {
  const problem = asProblem(error);
  return (
    <p className={classes.problem} role="alert">
      <Icon name="alert" size="small" className="worse" />
      <span>{problem.title}</span>
      {onRetry && (
        <button type="button" className="link" onClick={onRetry}>
          Try again
        </button>
      )}
    </p>
  );
}

/** What went wrong, and the way on. */
export function ProblemState({ error, onRetry }: { error: unknown; onRetry?: () => void }): ReactNode {
  const problem = asProblem(error);
  return (
    <div className={classes.empty} role="alert">
      <Icon name={problem.isOffline ? "offline" : "alert"} size="large" className="worse" />
      <h2 className={classes.title}>{problem.title}</h2>
      <p className="two">
        {problem.isOffline
          ? "Nothing you wrote is lost. Check the connection and try again."
          : problem.detail}
      </p>
      <p className="mono three">{problem.code}</p>
      {onRetry && (
        <div className={classes.actions}>
          <Button onClick={onRetry}>Try again</Button>
        </div>
      )}
    </div>
  );
}

/** A bar for what takes longer than a second, with what is happening and a way out. */
export function Progress({
  says,
  share,
  amount,
  onCancel,
}: {
  says: string;
  /** From 0 to 1; without it the bar only says that something goes on. */
  share?: number;
  /** The share in words, such as "12 of 30 rows". */
  amount?: string;
  onCancel?: () => void;
}): ReactNode {
  return (
    <div className={classes.progress}>
      <div className="row spread">
        <span className="small two">{says}</span>
        {amount && <span className="small two tn">{amount}</span>}
        {onCancel && (
          <Button size="small" look="quiet" onClick={onCancel}>
            Cancel
          </Button>
        )}
      </div>
      <div
        className={classes.track}
        role="progressbar"
        aria-label={says}
        aria-valuenow={share === undefined ? undefined : Math.round(share * 100)}
        aria-valuetext={amount}
      >
        <span
          data-open={share === undefined || undefined}
          style={share === undefined ? undefined : { width: `${share * 100}%` }}
        />
      </div>
    </div>
  );
}
