import type { ReactNode } from "react";
import type { RecordOut } from "@/api/types";
import { useMay } from "@/shared/people/workspace-context";
import { Property } from "@/shared/records/page/properties";
import { SectionHead } from "@/shared/ui/page-head";
import { useInitiativeKind, useOwnFields } from "../own-fields";
import classes from "./initiative.module.css";

/** The fields that this workspace gives its initiatives. */
export default function OwnFields({ record }: { record: RecordOut }): ReactNode {
  const kind = useInitiativeKind();
  const fields = useOwnFields();
  const may = useMay();
  const mayEdit = may.write && !record.archived_at;
  if (fields.length === 0) return null;
  return (
    <section>
      <SectionHead title="Fields of your own" />
      <dl className={classes.own}>
        {fields.map((field) => (
          <div key={field.name}>
            <Property kind={kind} field={field} record={record} mayEdit={mayEdit} />
          </div>
        ))}
      </dl>
    </section>
  );
}
