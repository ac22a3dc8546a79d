import type { ReactNode } from "react";
import type { RecordOut } from "@/api/types";
import { FieldValue } from "@/shared/records/field-value";
import type { Field } from "@/shared/records/kind";
import classes from "./table-sheet.module.css";

/** Every record with the columns that are shown; the head stands on each page. */
export function TableSheet({
  columns,
  records,
}: {
  columns: readonly Field[];
  records: readonly RecordOut[];
}): ReactNode {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">Initiative</th>
          {columns.map((field) => (
            <th key={field.name} scope="col">
              {field.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {records.map((record) => (
          <tr key={record.id}>
            <td>
              <b>{record.title}</b> <span className="mono three">{record.key}</span>
            </td>
            {columns.map((field) => (
              <td key={field.name}>
                <FieldValue field={field} record={record} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
