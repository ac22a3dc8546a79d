import type { ReactNode } from "react";
import { Link } from "react-router";
import type { RecordOut } from "@/api/types";
import { reasonLabel } from "@/shared/decisions/words";
import { useRecordPath } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { KeyLabel } from "@/shared/ui/key-label";
import { DecisionLabel } from "@/shared/ui/state-glyph";
import { toast } from "@/shared/ui/toasts";
import type { Decision } from "../kinds";
import { useNodeRef } from "../node";
import classes from "./decision.module.css";

/** The verdict and its reason, in words that can be sent on. */
export default function DecisionWords({ record }: { record: RecordOut }): ReactNode {
  const decision = record as Decision;
  const subject = useNodeRef(decision.subject.id);
  const pathOf = useRecordPath();
  return (
    <section className={classes.words}>
      <div className="row spread wrap">
        <span className="row wrap">
          <b>
            <DecisionLabel verdict={decision.verdict} />
          </b>
          <span className="three">to</span>
          {subject ? (
            <Link className="link" to={pathOf(subject)}>
              {decision.subject.title}
            </Link>
          ) : (
            decision.subject.title
          )}
          <KeyLabel>{decision.subject.key}</KeyLabel>
        </span>
        <Button
          size="small"
          look="quiet"
          icon="copy"
          onClick={() =>
            void navigator.clipboard
              .writeText(decision.reason)
              .then(() => toast({ message: "Copied as a reply" }))
          }
        >
          Copy as a reply
        </Button>
      </div>
      <p className="body">{decision.reason}</p>
      <p className="small three">
        {reasonLabel(decision.reason_code)}
        {decision.superseded_at && " · superseded by a later decision"}
      </p>
    </section>
  );
}
