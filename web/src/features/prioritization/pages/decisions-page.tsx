import { type ReactNode, useState } from "react";
import { useMay } from "@/shared/people/workspace-context";
import { PracticePage } from "@/shared/practice/practice-page";
import { RecordTable } from "@/shared/records/table/record-table";
import { Button } from "@/shared/ui/button";
import { Ratio } from "../components/ratio";
import { RegisterTabs } from "../components/register-tabs";
import { ShareDialog } from "../components/share-dialog";
import { decision } from "../decision-kind";

/** The register: what was said yes to, not now and no. A decision is recorded where its subject stands. */
export default function DecisionsPage(): ReactNode {
  const may = useMay();
  const [sharing, setSharing] = useState(false);
  return (
    <PracticePage
      practice="prioritization"
      title="Decisions"
      sub={decision.purpose}
      actions={
        may.edit && (
          <Button icon="link" onClick={() => setSharing(true)}>
            Share the list
          </Button>
        )
      }
    >
      <Ratio />
      <RegisterTabs />
      <RecordTable kind={decision} />
      {sharing && <ShareDialog onClose={() => setSharing(false)} />}
    </PracticePage>
  );
}
