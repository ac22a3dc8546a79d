import { type ReactNode, useEffect, useState } from "react";
import { SelectField, TextField } from "@/shared/ui/inputs";
import type { Column } from "../kinds";
import { formatRating } from "../scores";
import { Scale } from "./scale";

/** Scales up to this length stand as buttons; longer ones open as a list. */
const buttonsAtMost = 8;

interface Props {
  label: string;
  column: Pick<Column, "scale" | "answers" | "unit" | "is_cost">;
  value: number | undefined;
  onPick: (value: number | null) => void;
  big?: boolean;
  locked?: boolean;
  reference?: number;
}

export function readNumber(typed: string): number | null | undefined {
  const text = typed.trim().replace(",", ".");
  if (text === "") return null;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

function FreeNumber({ label, column, value, locked, onPick }: Props): ReactNode {
  const [typed, setTyped] = useState(value === undefined ? "" : String(value));
  useEffect(() => setTyped(value === undefined ? "" : String(value)), [value]);
  const read = readNumber(typed);
  const isWrong = read === undefined || (column.is_cost && read !== null && read <= 0);
  function commit(): void {
    if (!isWrong && read !== (value ?? null)) onPick(read ?? null);
  }
  return (
    <TextField
      label={label}
      quiet
      inputMode="decimal"
      placeholder={column.unit ?? "Number"}
      disabled={locked}
      value={typed}
      error={isWrong ? (column.is_cost ? "A number above zero" : "A number") : undefined}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
      }}
    />
  );
}

/** One number for one column: a step of its scale, or any number where it has none. */
export function Rating(props: Props): ReactNode {
  const { label, column, value, locked, onPick } = props;
  if (!column.scale) return <FreeNumber {...props} />;
  if (column.scale.length > buttonsAtMost)
    return (
      <SelectField
        label={label}
        quiet
        none="Not scored"
        disabled={locked}
        options={column.scale.map((step) => ({ value: String(step), label: formatRating(step) }))}
        value={value === undefined ? "" : String(value)}
        onChange={(event) =>
          onPick(event.currentTarget.value === "" ? null : Number(event.currentTarget.value))
        }
      />
    );
  return <Scale {...props} steps={column.scale} answers={column.answers} />;
}
