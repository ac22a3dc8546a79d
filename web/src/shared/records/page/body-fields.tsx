import type { ReactNode } from "react";
import type { RecordOut } from "@/api/types";
import { SectionHead } from "@/shared/ui/page-head";
import { EditableField } from "../editable-field";
import { FieldValue } from "../field-value";
import type { Kind } from "../kind";
import { usePatch } from "../use-record";
import classes from "./body-fields.module.css";

/** The long texts of a record that are read as a part of its page, each edited where it stands. */
export function BodyFields({
  kind,
  record,
  mayEdit,
}: {
  kind: Kind;
  record: RecordOut;
  mayEdit: boolean;
}): ReactNode {
  const patch = usePatch(kind);
  const fields = kind.fields.filter((field) => field.inBody);
  if (fields.length === 0) return null;
  return fields.map((field) => (
    <section key={field.name} aria-label={field.label}>
      <SectionHead title={field.label}>{field.hint}</SectionHead>
      <div className={classes.text}>
        {mayEdit ? (
          <EditableField
            field={field}
            record={record}
            empty="Not written yet"
            onSave={(value) => void patch(record, { [field.name]: value ?? "" })}
          />
        ) : (
          <FieldValue field={field} record={record} empty="Not written yet" />
        )}
      </div>
    </section>
  ));
}
