import type { ReactNode } from "react";
import type { RecordOut } from "@/api/types";
import { formatInstant, formatMoment } from "@/shared/format/dates";
import { useMay, useTimeZone } from "@/shared/people/workspace-context";
import { EditableField, isEditable } from "../editable-field";
import { FieldValue } from "../field-value";
import type { Field, Kind } from "../kind";
import { usePatch } from "../use-record";
import classes from "./properties.module.css";

/** One field by name, edited where it stands. */
export function Property({
  kind,
  field,
  record,
  mayEdit,
}: {
  kind: Kind;
  field: Field;
  record: RecordOut;
  mayEdit: boolean;
}): ReactNode {
  const patch = usePatch(kind);
  return (
    <>
      <dt>{field.label}</dt>
      <dd>
        {mayEdit && isEditable(field) ? (
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
    </>
  );
}

/** The record's fields, each edited where it stands. Long texts take the whole width. */
export function Properties({ kind, record }: { kind: Kind; record: RecordOut }): ReactNode {
  const may = useMay();
  const timeZone = useTimeZone();
  const mayEdit = may.write && !kind.readOnly && !record.archived_at;
  return (
    <dl className={classes.props}>
      {kind.fields.map((field) =>
        field.inBody ? null : (
          <Property key={field.name} kind={kind} field={field} record={record} mayEdit={mayEdit} />
        ),
      )}
      <dt>Created</dt>
      <dd className="two">
        <time dateTime={record.created_at} title={formatInstant(record.created_at, timeZone)}>
          {formatMoment(record.created_at, timeZone)}
        </time>
        {record.created_by && <span className="three"> by {record.created_by.name}</span>}
      </dd>
    </dl>
  );
}
