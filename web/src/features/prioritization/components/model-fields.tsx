import type { ReactNode } from "react";
import type { Problem } from "@/api/problem";
import { SelectField, TextField } from "@/shared/ui/inputs";
import { useReadable } from "../api";
import {
  columnError,
  columnOf,
  keysOf,
  type ModelDraft,
  sourceOf,
  sourcesOf,
  withColumn,
  withSource,
} from "../model-draft";
import classes from "./model-fields.module.css";

interface Props {
  draft: ModelDraft;
  problem: Problem | null;
  onChange: (draft: ModelDraft) => void;
}

/** A formula of one's own: its columns appear as they are named, each with its words, its numbers and unit. */
export function ModelFields({ draft, problem, onChange }: Props): ReactNode {
  const { data: readable = [] } = useReadable();
  return (
    <div className="stack">
      <TextField
        label="Formula"
        hint="Columns by name, with + − * / ( ), min, max, abs, sqrt, ln, log10 and power."
        placeholder="2 * revenue / weeks"
        required
        maxLength={500}
        value={draft.formula}
        error={problem?.fields.formula?.join(" ")}
        onChange={(event) => onChange({ ...draft, formula: event.currentTarget.value })}
      />
      {keysOf(draft).map((key) => {
        const column = columnOf(draft, key);
        return (
          <fieldset key={key} className={classes.column} aria-label={key}>
            <p className={`mono three ${classes.key}`}>{key}</p>
            <TextField
              label="Called"
              maxLength={60}
              value={column.label}
              error={columnError(problem, draft, key)}
              onChange={(event) => onChange(withColumn(draft, key, { label: event.currentTarget.value }))}
            />
            <SelectField
              label="Numbers"
              options={sourcesOf(readable)}
              value={sourceOf(column)}
              onChange={(event) => onChange(withSource(draft, key, event.currentTarget.value, readable))}
            />
            <TextField
              label="Unit"
              maxLength={40}
              placeholder="week"
              value={column.unit}
              onChange={(event) => onChange(withColumn(draft, key, { unit: event.currentTarget.value }))}
            />
          </fieldset>
        );
      })}
    </div>
  );
}
