import type { ReactNode } from "react";
import classes from "./evidence-section.module.css";

/** One quiet sentence where a section has nothing to show yet. */
export function PageNote({ children }: { children: ReactNode }): ReactNode {
  return <p className={classes.none}>{children}</p>;
}
