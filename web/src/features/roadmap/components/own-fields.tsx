import type { ReactNode } from "react";
import type { RecordOut } from "@/api/types";
import { useMay } from "@/shared/people/workspace-context";
import { EditableField } from "@/shared/records/editable-field";
import { FieldValue } from "@/shared/records/field-value";
import { usePatch } from "@/shared/records/use-record";
import { SectionHead } from "@/shared/ui/page-head";
import { useInitiativeKind, useOwnFields } from "../own-fields";
import classes from "./initiative.module.css";

/** The fields that this workspace gives its initiatives. */
export default function OwnFields({ record }: { record: RecordOut }): ReactNode {
  const kind = useInitiativeKind();
  const fields = useOwnFields();
  const patch = usePatch(kind);
  const may = useMay();
  if (fields.length === 0) return null;
  return (
    <section>
      <SectionHead title="Fields of your own" />
      <dl className={classes.own}>
        {fields.map((field) => (
          <div key={field.name}>
            <dt>{field.label}</dt>
            <dd>
              {may.write && !record.archived_at ? (
                <EditableField
                  field={field}
                  record={record}
                  empty="Not set"
                  onSave={(value) => void patch(record, { [field.name]: value })}
                />
              ) : (
                <FieldValue field={field} record={record} empty="Not set" />
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
