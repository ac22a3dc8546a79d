import { Tooltip } from "@mantine/core";
import type { ReactNode } from "react";
import type { RecordOut } from "@/api/types";
import { formatDate } from "@/shared/format/dates";
import { formatNumber, formatPercent, sentenceCase } from "@/shared/format/format";
import { PersonAvatar } from "@/shared/people/person-avatar";
import { useTimeZone } from "@/shared/people/workspace-context";
import { Icon } from "@/shared/ui/icon";
import { DecisionLabel, StateLabel } from "@/shared/ui/state-glyph";
import { isStrength, StrengthGlyph } from "@/shared/ui/strength-glyph";
import classes from "./field-value.module.css";
import { type Field, fieldValue, isPerson, type Option } from "./kind";

export function OptionLabel({ option }: { option: Option }): ReactNode {
  if (option.state) return <StateLabel state={option.state}>{option.label}</StateLabel>;
  if (option.verdict) return <DecisionLabel verdict={option.verdict}>{option.label}</DecisionLabel>;
  if (!option.icon) return option.label;
  return (
    <span className="row">
      <Icon name={option.icon} size="small" />
      {option.label}
    </span>
  );
}

function showNumber(field: Field, value: unknown): string {
  const number = Number(value);
  if (field.type === "percent") return formatPercent(number, { digits: field.digits ?? 0 });
  return formatNumber(number, { digits: field.digits, unit: field.unit });
}

function Tags({ values }: { values: readonly unknown[] }): ReactNode {
  return (
    <span className={classes.tags}>
      {values.map((each) => (
        <span key={String(each)} className={classes.tag}>
          {isPerson(each) ? each.name : String(each)}
        </span>
      ))}
    </span>
  );
}

function RecordName({ value }: { value: unknown }): ReactNode {
  if (typeof value !== "object" || value === null || !("title" in value)) return null;
  return (
    <span className="row">
      {"key" in value && <span className="mono three nowrap">{String(value.key)}</span>}
      <span className="clip">{String(value.title)}</span>
    </span>
  );
}

function Shown({ field, value }: { field: Field; value: unknown }): ReactNode {
  const timeZone = useTimeZone();
  switch (field.type) {
    case "number":
    case "percent":
      return <span className="tn strong">{showNumber(field, value)}</span>;
    case "date":
      return <span className="tn">{formatDate(String(value), timeZone)}</span>;
    case "person":
      return <PersonAvatar person={isPerson(value) ? value : null} withName />;
    case "record":
      return <RecordName value={value} />;
    case "flag":
      return value ? <Icon name="check" size="small" label="Yes" /> : <span className="three">No</span>;
    case "strength":
      return isStrength(value) ? <StrengthGlyph strength={value} withWord /> : sentenceCase(String(value));
    case "tags":
      return <Tags values={Array.isArray(value) ? value : []} />;
    case "select": {
      const option = field.options?.find((each) => each.value === value);
      return option ? <OptionLabel option={option} /> : sentenceCase(String(value));
    }
    default:
      return isPerson(value) ? value.name : String(value);
  }
}

function isEmpty(value: unknown): boolean {
  return (
    value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0)
  );
}

/** A field as it is read. A number that is computed says how when it is pointed at. */
export function FieldValue({
  field,
  record,
  empty = "",
}: {
  field: Field;
  record: RecordOut;
  empty?: string;
}): ReactNode {
  const value = fieldValue(record, field.name);
  const shown = field.show?.(record);
  if (shown === undefined && isEmpty(value)) return <span className="three">{empty}</span>;
  const content = shown ?? <Shown field={field} value={value} />;
  if (!field.method) return content;
  return (
    <Tooltip label={field.method} multiline maw={304} events={{ hover: true, focus: true, touch: true }}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach the explanation too */}
      <span className={classes.explains} tabIndex={0}>
        {content}
      </span>
    </Tooltip>
  );
}
