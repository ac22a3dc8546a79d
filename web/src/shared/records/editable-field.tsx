import { type KeyboardEvent, type ReactNode, useState } from "react";
import type { RecordOut } from "@/api/types";
import { PersonAvatar } from "@/shared/people/person-avatar";
import { usePeople, useTeams } from "@/shared/people/workspace-context";
import { type Choice, Picker } from "@/shared/ui/picker";
import { StrengthGlyph, strengths } from "@/shared/ui/strength-glyph";
import classes from "./editable-field.module.css";
import { FieldValue, OptionLabel } from "./field-value";
import { type Field, fieldValue, idOf, sameValue } from "./kind";
import { useRecordChoices } from "./use-record-choices";

interface Props {
  field: Field;
  record: RecordOut;
  onSave: (value: unknown) => void;
  /** What stands there while nothing is set. */
  empty?: string;
  /** Controlled from outside when a key starts the edit. */
  editing?: boolean;
  onEditing?: (editing: boolean) => void;
}

const picked = new Set(["select", "person", "team", "strength"]);

export function isEditable(field: Field): boolean {
  return !field.readOnly && field.type !== "tags";
}

function useChoices(field: Field): Choice<unknown>[] {
  const people = usePeople();
  const teams = useTeams();
  const none: Choice<unknown>[] = field.required ? [] : [{ key: "", value: null, text: "None" }];
  if (field.type === "person")
    return [
      ...people.map((each) => ({
        key: each.id,
        value: each,
        text: each.name,
        show: <PersonAvatar person={each} withName />,
      })),
      ...none,
    ];
  if (field.type === "team")
    return [...teams.map((each) => ({ key: each.id, value: each, text: each.name })), ...none];
  if (field.type === "strength")
    return strengths.map((each) => ({
      key: each,
      value: each,
      text: each,
      show: <StrengthGlyph strength={each} withWord />,
    }));
  const options = (field.options ?? []).map((option) => ({
    key: option.value,
    value: option.value,
    text: option.label,
    show: <OptionLabel option={option} />,
  }));
  return [...options, ...none];
}

function PickedField({ field, record, onSave, empty, editing, onEditing }: Props): ReactNode {
  const choices = useChoices(field);
  const value = fieldValue(record, field.name);
  const key = idOf(value) ?? String(value ?? "");
  return (
    <Picker
      open={editing ?? false}
      onClose={() => onEditing?.(false)}
      label={`Set ${field.label.toLowerCase()}`}
      choices={choices}
      chosen={[key]}
      onPick={(choice) => {
        onEditing?.(false);
        if (!sameValue(choice, value)) onSave(choice);
      }}
    >
      <button type="button" className={classes.value} onClick={() => onEditing?.(!editing)}>
        <span className="sr">Edit {field.label} </span>
        <FieldValue field={field} record={record} empty={empty} />
      </button>
    </Picker>
  );
}

function RecordField({ field, record, onSave, empty, editing, onEditing }: Props): ReactNode {
  const [typed, setTyped] = useState("");
  const { choices, searching } = useRecordChoices(field.of ?? "", typed, editing ?? false);
  const value = fieldValue(record, field.name);
  return (
    <Picker
      open={editing ?? false}
      onClose={() => onEditing?.(false)}
      label={`Set ${field.label.toLowerCase()}`}
      choices={field.required ? choices : [...choices, { key: "", value: null, text: "None" }]}
      chosen={[idOf(value) ?? ""]}
      onSearch={setTyped}
      searching={searching}
      onPick={(choice) => {
        onEditing?.(false);
        if (!sameValue(choice, value)) onSave(choice);
      }}
    >
      <button type="button" className={classes.value} onClick={() => onEditing?.(!editing)}>
        <span className="sr">Edit {field.label} </span>
        <FieldValue field={field} record={record} empty={empty} />
      </button>
    </Picker>
  );
}

function parse(field: Field, text: string): unknown {
  const clean = text.trim();
  if (clean === "") return field.type === "text" || field.type === "long" ? "" : null;
  if (field.type !== "number" && field.type !== "percent") return clean;
  const number = Number(clean.replaceAll(",", ".").replace("\u2212", "-"));
  if (Number.isNaN(number)) return undefined;
  return field.type === "percent" ? number / 100 : number;
}

function asText(field: Field, value: unknown): string {
  if (value === null || value === undefined) return "";
  if (field.type === "percent") return String(Number((Number(value) * 100).toFixed(6)));
  return String(value);
}

function TypedEditor({ field, record, onSave, onEditing }: Props): ReactNode {
  const value = fieldValue(record, field.name);
  const [text, setText] = useState(() => asText(field, value));

  function commit(): void {
    onEditing?.(false);
    const parsed = parse(field, text);
    if (parsed !== undefined && !sameValue(parsed, value)) onSave(parsed);
  }

  function press(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.key === "Escape") onEditing?.(false);
    if (event.key === "Enter" && field.type !== "long") commit();
  }

  const shared = {
    className: classes.input,
    "aria-label": field.label,
    value: text,
    autoFocus: true,
    onBlur: commit,
    onKeyDown: press,
  };
  if (field.type === "long") {
    return <textarea rows={4} {...shared} onChange={(event) => setText(event.currentTarget.value)} />;
  }
  return (
    <input
      {...shared}
      type={field.type === "date" ? "date" : "text"}
      inputMode={field.type === "number" || field.type === "percent" ? "decimal" : undefined}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setText(event.currentTarget.value)}
    />
  );
}

function FlagField({ field, record, onSave }: Props): ReactNode {
  return (
    <input
      type="checkbox"
      className={classes.flag}
      aria-label={field.label}
      checked={Boolean(fieldValue(record, field.name))}
      onChange={(event) => onSave(event.currentTarget.checked)}
    />
  );
}

/** A value that is edited where it stands. */
export function EditableField(props: Props): ReactNode {
  const [own, setOwn] = useState(false);
  const editing = props.editing ?? own;
  const onEditing = props.onEditing ?? setOwn;
  const { field, record, empty } = props;
  if (field.type === "flag") return <FlagField {...props} />;
  if (field.type === "record") return <RecordField {...props} editing={editing} onEditing={onEditing} />;
  if (picked.has(field.type)) return <PickedField {...props} editing={editing} onEditing={onEditing} />;
  if (editing) return <TypedEditor {...props} onEditing={onEditing} />;
  return (
    <button type="button" className={classes.value} onClick={() => onEditing(true)}>
      <span className="sr">Edit {field.label} </span>
      <FieldValue field={field} record={record} empty={empty} />
    </button>
  );
}
