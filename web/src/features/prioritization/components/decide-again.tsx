import { type ReactNode, useState } from "react";
import { useNavigate } from "react-router";
import type { RecordOut } from "@/api/types";
import { DecisionDialog } from "@/shared/decisions/decision-dialog";
import { useMay } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import type { Decision } from "../decision-kind";
import { useNodePath } from "../node";
import { asksToDecideAgain } from "../standing";

/** A later decision on the same record; the one that is shown stays and is superseded. */
export function DecideAgain({
  decision,
  look,
}: {
  decision: Decision;
  look: "default" | "primary";
}): ReactNode {
  const may = useMay();
  const navigate = useNavigate();
  const pathOf = useNodePath();
  const [deciding, setDeciding] = useState(false);
  if (!may.edit || decision.superseded_at || decision.archived_at) return null;
  return (
    <>
      <Button look={look} onClick={() => setDeciding(true)}>
        Decide again
      </Button>
      {deciding && (
        <DecisionDialog
          subject={decision.subject}
          initial={decision.verdict}
          onClose={() => setDeciding(false)}
          onRecorded={(made) => void navigate(pathOf(made))}
        />
      )}
    </>
  );
}

/** At the head of the page; the primary act once something has come up. */
export default function DecideAgainAction({ record }: { record: RecordOut }): ReactNode {
  const decision = record as Decision;
  return <DecideAgain decision={decision} look={asksToDecideAgain(decision) ? "primary" : "default"} />;
}
