import { Popover } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./number-with-method.module.css";

export interface Method {
  /** "WSJF", "Sequential interval, 95 %". */
  name: string;
  formula?: string;
  inputs?: readonly { label: string; value: string }[];
  /** The data it was computed from: range, sample, instant. */
  from?: string;
}

/** A number that says how it came about. */
export function NumberWithMethod({ children, method }: { children: ReactNode; method: Method }): ReactNode {
  return (
    <Popover position="bottom-start" width={304}>
      <Popover.Target>
        <button type="button" className={classes.number}>
          {children}
          <span className="sr">, how is this computed?</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <MethodText method={method} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** The same as a link, for the corner of a chart. */
export function HowComputed({ method }: { method: Method }): ReactNode {
  return (
    <Popover position="bottom-end" width={304}>
      <Popover.Target>
        <button type="button" className="link small">
          How is this computed?
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <MethodText method={method} />
      </Popover.Dropdown>
    </Popover>
  );
}

export function MethodText({ method }: { method: Method }): ReactNode {
  return (
    <div className={classes.method}>
      <p className="strong">{method.name}</p>
      {method.formula && <p className="mono">{method.formula}</p>}
      {method.inputs && (
        <dl className={classes.inputs}>
          {method.inputs.map((input) => (
            <div key={input.label} className="row spread">
              <dt className="two">{input.label}</dt>
              <dd className="tn strong">{input.value}</dd>
            </div>
          ))}
        </dl>
      )}
      {method.from && <p className="small three">{method.from}</p>}
    </div>
  );
}
