import { memo, type ReactNode } from "react";
import { Link } from "react-router";
import type { RecordOut, StepState } from "@/api/types";
import { MiniChain } from "@/shared/graph/mini-chain";
import { useRecordPath } from "@/shared/people/workspace-context";
import { EditableField, isEditable } from "../editable-field";
import { FieldValue } from "../field-value";
import type { Field, Kind } from "../kind";
import classes from "./record-table.module.css";
import { isNumeric } from "./table-head";
import { TitleEditor } from "./title-editor";

export interface RowHands {
  select: (id: string, range: boolean) => void;
  focus: (id: string) => void;
  edit: (id: string | null) => void;
  save: (record: RecordOut, name: string, value: unknown) => void;
}

interface Props {
  kind: Kind;
  record: RecordOut;
  columns: readonly Field[];
  chain?: readonly StepState[];
  selected: boolean;
  current: boolean;
  editing: boolean;
  mayEdit: boolean;
  hands: RowHands;
}

function TitleCell({ kind, record, chain, editing, hands }: Props): ReactNode {
  const pathOf = useRecordPath();
  if (editing) {
    return (
      <TitleEditor
        record={record}
        onSave={(title) => hands.save(record, "title", title)}
        onDone={() => hands.edit(null)}
      />
    );
  }
  const more = kind.subtitle?.(record);
  return (
    <>
      <Link className={classes.title} to={pathOf({ ...kind, id: record.id })}>
        {record.title}
      </Link>
      <span className={classes.sub}>
        <span className="mono">{record.key}</span>
        {record.archived_at && <span>· Archived</span>}
        {more && <span className="clip">· {more}</span>}
        {chain && <MiniChain states={chain} className={classes.dots} />}
      </span>
    </>
  );
}

function Cell({
  field,
  record,
  mayEdit,
  hands,
}: { field: Field } & Pick<Props, "record" | "mayEdit" | "hands">): ReactNode {
  if (!mayEdit || !isEditable(field)) return <FieldValue field={field} record={record} />;
  return (
    <EditableField
      field={field}
      record={record}
      empty=""
      onSave={(value) => hands.save(record, field.name, value)}
    />
  );
}

export const TableRow = memo(function TableRow(props: Props): ReactNode {
  const { record, columns, selected, current, hands, mayEdit } = props;
  return (
    <tr
      className={classes.row}
      data-row={record.id}
      data-selected={selected || undefined}
      data-current={current || undefined}
      aria-selected={selected}
      onClick={() => hands.focus(record.id)}
    >
      {mayEdit && (
        <td className={classes.pick}>
          <input
            type="checkbox"
            aria-label={`Select ${record.title}`}
            className={classes.check}
            checked={selected}
            onClick={(event) => event.stopPropagation()}
            onChange={(event) => hands.select(record.id, (event.nativeEvent as MouseEvent).shiftKey)}
          />
        </td>
      )}
      <td>
        <TitleCell {...props} />
      </td>
      {columns.map((field) => (
        <td key={field.name} className={isNumeric(field) ? "num" : undefined}>
          <Cell field={field} record={record} mayEdit={mayEdit} hands={hands} />
        </td>
      ))}
    </tr>
  );
});
