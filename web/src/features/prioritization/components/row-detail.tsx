import type { ReactNode } from "react";
import { formatNumber } from "@/shared/format/format";
import { classNames } from "@/shared/ui/classes";
import type { Model, Row } from "../kinds";
import { labelOf } from "../scores";
import classes from "./ranked-table.module.css";

/** Who gave what in each column, and what they said about it. */
export function RowDetail({ row, model }: { row: Row; model: Model }): ReactNode {
  return (
    <>
      <dl className={classes.grid}>
        {row.columns.map(({ column, mean, given }) => (
          <div key={column}>
            <dt>
              <span>{labelOf(model, column)}</span>
              <span className="tn">{mean === null ? "" : formatNumber(mean, { digits: 2 })}</span>
            </dt>
            {given.map(({ member, value }) => (
              <dd key={member.id}>
                <span className="clip">{member.name}</span>
                <span className="tn">{value}</span>
              </dd>
            ))}
            {given.length === 0 && <dd>Nobody yet</dd>}
          </div>
        ))}
      </dl>
      {row.reasons.length > 0 && (
        <ul className={classes.reasons}>
          {row.reasons.map(({ member, words }) => (
            <li key={member.id}>
              “{words}” <span className="three">{member.name}</span>
            </li>
          ))}
        </ul>
      )}
      {row.missing_raters.length > 0 && (
        <p className={classNames("small three", classes.missing)}>
          Not scored in full by {row.missing_raters.map((member) => member.name).join(", ")}.
        </p>
      )}
    </>
  );
}
