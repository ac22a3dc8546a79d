import type { ReactNode } from "react";
import { withinSentence } from "@/shared/format/format";
import { PersonAvatar } from "@/shared/people/person-avatar";
import { StateLabel } from "@/shared/ui/state-glyph";
import type { Head } from "../kinds";
import { labelOf, ratedOf } from "../scores";
import classes from "./raters.module.css";

/** More than these are counted, not listed. */
const listedAtMost = 12;

/** Who was asked, for what, and how far they are. */
export function Raters({ head }: { head: Head }): ReactNode {
  const { raters, columns } = head;
  const late = raters.filter(({ asked, scored }) => scored < asked);
  const shown = raters.length > listedAtMost ? late.slice(0, listedAtMost) : raters;
  return (
    <ul className={classes.list} aria-label="Raters">
      {shown.map(({ id, member, columns: own, asked, scored }) => (
        <li key={id} className={classes.rater}>
          <PersonAvatar person={member} withName />
          {own.length < ratedOf(head).length && (
            <span className="small three">
              {own.map((key) => withinSentence(labelOf(columns, key))).join(", ")} only
            </span>
          )}
          <span className="small tn">
            {asked > 0 && scored >= asked ? (
              <StateLabel state="on_track">Done</StateLabel>
            ) : (
              <StateLabel state="incomplete">
                {scored} of {asked}
              </StateLabel>
            )}
          </span>
        </li>
      ))}
      {raters.length > shown.length && (
        <li className={`small three ${classes.rater}`}>
          {raters.length} raters, {late.length} not done
        </li>
      )}
    </ul>
  );
}
