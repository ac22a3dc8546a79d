import type { ReactNode } from "react";
import classes from "./shell.module.css";

/** A compass: the needle points north in the accent. */
export function Mark(): ReactNode {
  return (
    <svg className={classes.mark} viewBox="0 0 22 22" aria-hidden="true">
      <circle cx={11} cy={11} r={9.6} fill="none" stroke="currentColor" strokeWidth={1.4} />
      <path className={classes.needle} d="M11 3.6 13.9 11H8.1z" />
      <path
        d="M11 18.4 8.1 11h5.8z"
        fill="none"
        stroke="currentColor"
        strokeWidth={1.2}
        strokeLinejoin="round"
      />
    </svg>
  );
}
