import type { ReactNode } from "react";
import { sentenceCase } from "@/shared/format/format";
import { usePeople } from "@/shared/people/workspace-context";
import { CheckField, SelectField, TextArea, TextField } from "@/shared/ui/inputs";
import { strengths } from "@/shared/ui/strength-glyph";
import { type Field, isPerson } from "./kind";

interface Props {
  field: Field;
  value: unknown;
  error?: string;
  onChange: (value: unknown) => void;
}

function PersonInput({ field, value, error, onChange }: Props): ReactNode {
  const people = usePeople();
  return (
    <SelectField
      label={field.label}
      hint={field.hint}
      error={error}
      required={field.required}
      none="Nobody"
      options={people.map((each) => ({ value: each.id, label: each.name }))}
      value={isPerson(value) ? value.id : ""}
      onChange={(event) => onChange(people.find((each) => each.id === event.currentTarget.value) ?? null)}
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

/** A field in a form. */
export function FieldInput(props: Props): ReactNode {
  const { field, value, error, onChange } = props;
  const around = { label: field.label, hint: field.hint, error, required: field.required };
  const text = value === null || value === undefined ? "" : String(value);
  switch (field.type) {
    case "person":
      return <PersonInput {...props} />;
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
      return (
        <TextField
          {...around}
          label={
            field.type === "percent"
              ? `${field.label}, %`
              : field.unit
                ? `${field.label}, ${field.unit}`
                : field.label
          }
          type="number"
          step="any"
          defaultValue={field.type === "percent" && text ? String(Number(value) * 100) : text}
          onChange={(event) =>
            onChange(numberFrom(event.currentTarget.value, field.type === "percent" ? 100 : 1))
          }
        />
      );
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
      return (
        <TextField
          {...around}
          hint={field.hint ?? "Separated by commas"}
          defaultValue={Array.isArray(value) ? value.join(", ") : ""}
          onChange={(event) =>
            onChange(
              event.currentTarget.value
                .split(",")
                .map((each) => each.trim())
                .filter(Boolean),
            )
          }
        />
      );
    default:
      return <TextField {...around} value={text} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
}
