import type { ReactNode } from "react";
import { PersonAvatar } from "@/shared/people/person-avatar";
import { useMay } from "@/shared/people/workspace-context";
import { IconButton } from "@/shared/ui/button";
import { StateLabel } from "@/shared/ui/state-glyph";
import { useDismissRater } from "../api";
import type { Sheet } from "../kinds";
import { labelOf } from "../scores";
import classes from "./raters.module.css";

/** Who was asked, for what, and how far they are. */
export function Raters({ sheet }: { sheet: Sheet }): ReactNode {
  const may = useMay();
  const dismiss = useDismissRater(sheet.scoring_round.id);
  const { model, raters, scoring_round: round } = sheet;
  return (
    <ul className={classes.list} aria-label="Raters">
      {raters.map(({ id, member, columns, asked, scored }) => (
        <li key={id} className={classes.rater}>
          <PersonAvatar person={member} withName />
          {columns.length < model.columns.length && (
            <span className="small three">
              {columns.map((key) => labelOf(model, key).toLowerCase()).join(", ")} only
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
          {may.write && round.state === "open" && (
            <IconButton
              icon="close"
              size="small"
              label={`Do not wait for ${member.name}`}
              onClick={() => dismiss.mutate(id)}
            />
          )}
        </li>
      ))}
    </ul>
  );
}
