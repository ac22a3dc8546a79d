import type { ReactNode } from "react";
import type { PersonRef } from "@/api/types";
import { sentenceCase } from "@/shared/format/format";
import { usePeople, useTeams } from "@/shared/people/workspace-context";
import { CheckField, SelectField, TextArea, TextField } from "@/shared/ui/inputs";
import { strengths } from "@/shared/ui/strength-glyph";
import { type Field, idOf } from "./kind";
import { useRecordChoices } from "./use-record-choices";

interface Props {
  field: Field;
  value: unknown;
  error?: string;
  onChange: (value: unknown) => void;
}

function NamedInput({
  field,
  value,
  error,
  onChange,
  named,
}: Props & { named: readonly PersonRef[] }): ReactNode {
  return (
    <SelectField
      label={field.label}
      hint={field.hint}
      error={error}
      required={field.required}
      none="Not set"
      options={named.map((each) => ({ value: each.id, label: each.name }))}
      value={idOf(value) ?? ""}
      onChange={(event) => onChange(named.find((each) => each.id === event.currentTarget.value) ?? null)}
    />
  );
}

function PersonInput(props: Props): ReactNode {
  return <NamedInput {...props} named={usePeople()} />;
}

function TeamInput(props: Props): ReactNode {
  return <NamedInput {...props} named={useTeams()} />;
}

function RecordInput(props: Props): ReactNode {
  const { choices } = useRecordChoices(props.field.of ?? "", "", true);
  return (
    <NamedInput
      {...props}
      named={choices.map((each) => ({ ...each.value, id: each.key, name: each.text }))}
    />
  );
}

function optionsOf(field: Field): { value: string; label: string }[] {
  if (field.type === "strength") return strengths.map((each) => ({ value: each, label: sentenceCase(each) }));
  return (field.options ?? []).map(({ value, label }) => ({ value, label }));
}

function numberFrom(text: string, scale: number): number | null {
  if (text.trim() === "") return null;
  const number = Number(text.replaceAll(",", "."));
  return Number.isNaN(number) ? null : number / scale;
}

function NumberInput({ field, value, error, onChange }: Props): ReactNode {
  const scale = field.type === "percent" ? 100 : 1;
  const unit = field.type === "percent" ? "%" : field.unit;
  return (
    <TextField
      label={unit ? `${field.label}, ${unit}` : field.label}
      hint={field.hint}
      error={error}
      required={field.required}
      type="number"
      step="any"
      defaultValue={value === null || value === undefined ? "" : String(Number(value) * scale)}
      onChange={(event) => onChange(numberFrom(event.currentTarget.value, scale))}
    />
  );
}

function TagsInput({ field, value, error, onChange }: Props): ReactNode {
  return (
    <TextField
      label={field.label}
      hint={field.hint ?? "Separated by commas"}
      error={error}
      required={field.required}
      defaultValue={Array.isArray(value) ? value.join(", ") : ""}
      onChange={(event) => {
        const each = event.currentTarget.value.split(",").map((tag) => tag.trim());
        onChange(each.filter(Boolean));
      }}
    />
  );
}

/** A field in a form. */
export function FieldInput(props: Props): ReactNode {
  const { field, value, error, onChange } = props;
  const around = { label: field.label, hint: field.hint, error, required: field.required };
  const text = value === null || value === undefined ? "" : String(value);
  switch (field.type) {
    case "person":
      return <PersonInput {...props} />;
    case "team":
      return <TeamInput {...props} />;
    case "record":
      return <RecordInput {...props} />;
    case "select":
    case "strength":
      return (
        <SelectField
          {...around}
          none={field.required && text ? undefined : "Not set"}
          options={optionsOf(field)}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value || null)}
        />
      );
    case "flag":
      return (
        <CheckField
          {...around}
          checked={Boolean(value)}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case "long":
      return (
        <TextArea
          {...around}
          rows={3}
          value={text}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case "number":
    case "percent":
      return <NumberInput {...props} />;
    case "date":
      return (
        <TextField
          {...around}
          type="date"
          value={text}
          onChange={(event) => onChange(event.currentTarget.value || null)}
        />
      );
    case "tags":
      return <TagsInput {...props} />;
    default:
      return <TextField {...around} value={text} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
}
