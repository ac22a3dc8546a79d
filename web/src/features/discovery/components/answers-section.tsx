import type { ReactNode } from "react";
import { Link } from "react-router";
import type { RecordOut } from "@/api/types";
import { plural } from "@/shared/format/format";
import { useRecordPath } from "@/shared/people/workspace-context";
import { SectionHead } from "@/shared/ui/page-head";
import type { Request } from "../kinds";
import classes from "./rows.module.css";

/** Where a request stands: the decision or initiative that answers it, to be passed on. */
export default function AnswersSection({ record }: { record: RecordOut }): ReactNode {
  const { answers, votes } = record as Request;
  const pathOf = useRecordPath();
  return (
    <section aria-label="Answer">
      <SectionHead title="Answer">Asked {plural(votes, "time")}</SectionHead>
      {answers.length === 0 && (
        <p className={classes.none}>
          Still open. A decision that answers it, yes or no, will stand here with its reason.
        </p>
      )}
      <ul>
        {answers.map((answer) => (
          <li key={answer.id} className={classes.row}>
            <span className="mono three">{answer.key}</span>
            <Link className="grow clip" to={pathOf(answer)}>
              {answer.title}
            </Link>
            <span className="strong">{answer.state}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
