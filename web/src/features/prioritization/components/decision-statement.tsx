import { type ReactNode, useState } from "react";
import type { RecordOut } from "@/api/types";
import { NotDoingItem } from "@/shared/decisions/not-doing-item";
import { formatDate } from "@/shared/format/dates";
import { useMay, useTimeZone } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { Icon } from "@/shared/ui/icon";
import { SectionHead } from "@/shared/ui/page-head";
import type { Decision } from "../decision-kind";
import { useStatement, wordsOf } from "../statement";
import classes from "./decision.module.css";
import { PublishDialog, previewOf, StatementDialog } from "./statement-dialogs";

type Open = "write" | "publish" | null;

function Standing({ decision }: { decision: Decision }): ReactNode {
  const zone = useTimeZone();
  const { published_at } = decision.statement;
  return (
    <span className="row">
      <Icon name={published_at ? "eye" : "lock"} size="small" />
      {published_at ? `Public since ${formatDate(published_at, zone)}` : "Only this workspace sees it"}
    </span>
  );
}

interface ActsProps {
  decision: Decision;
  isWritten: boolean;
  onOpen: (open: Open) => void;
}

function Acts({ decision, isWritten, onOpen }: ActsProps): ReactNode {
  const { unpublish } = useStatement(decision);
  const isPublic = decision.statement.published_at !== null;
  return (
    <div className="row wrap">
      {isWritten && !isPublic && !decision.superseded_at && (
        <Button size="small" icon="eye" onClick={() => onOpen("publish")}>
          Publish
        </Button>
      )}
      <Button size="small" icon="edit" onClick={() => onOpen("write")}>
        {isWritten ? "Edit the words" : "Write the public words"}
      </Button>
      {isPublic && (
        <Button size="small" look="quiet" icon="lock" onClick={() => void unpublish()}>
          Take off the list
        </Button>
      )}
    </div>
  );
}

/** What outsiders read of a decision: words of its own, out of sight until they are published. */
export default function DecisionStatement({ record }: { record: RecordOut }): ReactNode {
  const decision = record as Decision;
  const may = useMay();
  const [open, setOpen] = useState<Open>(null);
  if (decision.verdict === "yes") return null;
  const words = wordsOf(decision);
  const isWritten = Boolean(words.public_title && words.public_words);
  return (
    <section>
      <SectionHead title="In public">
        <Standing decision={decision} />
      </SectionHead>
      <div className={`stack ${classes.note}`}>
        {words.public_title || words.public_words ? (
          <div className={classes.preview}>
            <NotDoingItem heading="h3" item={previewOf(decision, words)} />
          </div>
        ) : (
          <p className="three">
            Nothing of this decision is public. Write it for outsiders, and it can stand on the list of what
            you are not doing.
          </p>
        )}
        {may.edit && (!decision.superseded_at || decision.statement.published_at) && (
          <Acts decision={decision} isWritten={isWritten} onOpen={setOpen} />
        )}
      </div>
      {open === "write" && <StatementDialog decision={decision} onClose={() => setOpen(null)} />}
      {open === "publish" && <PublishDialog decision={decision} onClose={() => setOpen(null)} />}
    </section>
  );
}
