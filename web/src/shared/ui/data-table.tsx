import type { ReactNode } from "react";
import classes from "./data-table.module.css";

export interface DataColumn<T> {
  label: string;
  show: (row: T) => ReactNode;
  numeric?: boolean;
  /** On a narrow page it takes no more than its part. */
  width?: number;
  /** Left out on the phone. */
  wideOnly?: boolean;
}

interface Props<T> {
  name: string;
  columns: readonly DataColumn<T>[];
  rows: readonly T[];
  idOf: (row: T) => string;
}

/** A plain table for rows that are no records: people, tokens, audit. */
export function DataTable<T>({ name, columns, rows, idOf }: Props<T>): ReactNode {
  return (
    <table className={classes.table} aria-label={name}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th
              key={column.label}
              scope="col"
              className={column.numeric ? "num" : undefined}
              style={column.width ? { width: `min(${column.width}px, 28vw)` } : undefined}
              data-wide={column.wideOnly || undefined}
            >
              {column.label || <span className="sr">Actions</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={idOf(row)}>
            {columns.map((column) => (
              <td
                key={column.label}
                className={column.numeric ? "num" : undefined}
                data-wide={column.wideOnly || undefined}
              >
                {column.show(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
