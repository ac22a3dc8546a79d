import type { ReactNode } from "react";
import { markHit } from "../words";
import classes from "./risk-flags.module.css";

/** Some of a text, with what was found in it marked. */
export function Excerpt({ text }: { text: string }): ReactNode {
  if (!text) return null;
  const [before, hit, after] = markHit(text);
  return (
    <p className={classes.excerpt}>
      {before}
      {hit && <mark>{hit}</mark>}
      {after}
    </p>
  );
}
