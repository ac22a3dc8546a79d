import type { ReactNode } from "react";
import type { components } from "@/api/schema";
import { formatMonth } from "@/shared/format/dates";
import { DecisionLabel } from "@/shared/ui/state-glyph";
import classes from "./not-doing-item.module.css";

export type NotDoing = components["schemas"]["NotDoingItemOut"];

interface Props {
  item: NotDoing;
  /** Its place among the headings around it. */
  heading: "h2" | "h3";
}

/** One line of the public list: what is not done, why, and when it is looked at again. */
export function NotDoingItem({ item, heading: Heading }: Props): ReactNode {
  return (
    <article className={classes.item}>
      <Heading className={classes.title}>{item.title || <span className="three">No title yet</span>}</Heading>
      <p className={classes.verdict}>
        <DecisionLabel verdict={item.verdict} />
        <time className="three" dateTime={item.month}>
          {formatMonth(item.month)}
        </time>
      </p>
      {item.words ? <p className={classes.words}>{item.words}</p> : <p className="three">No words yet</p>}
      {item.revisit && (
        <p className={classes.again}>
          <span className="three">We look again:</span> {item.revisit}
        </p>
      )}
    </article>
  );
}
