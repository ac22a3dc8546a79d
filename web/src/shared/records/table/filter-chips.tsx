import { type ReactNode, useState } from "react";
import { sentenceCase } from "@/shared/format/format";
import { usePeople, useTeams } from "@/shared/people/workspace-context";
import { Chip, ChipValue } from "@/shared/ui/list-tools";
import { type Choice, Picker } from "@/shared/ui/picker";
import { strengths } from "@/shared/ui/strength-glyph";
import type { Field, Kind } from "../kind";
import { useRecordChoices } from "../use-record-choices";
import { filterName } from "./use-list-state";

const filterable = new Set(["text", "select", "person", "team", "record", "flag", "strength"]);

export function filterableFields(kind: Kind): Field[] {
  return kind.fields.filter((field) => filterName(field) && filterable.has(field.type));
}

function useFilterChoices(field: Field, typed: string): Choice<string>[] {
  const people = usePeople();
  const teams = useTeams();
  const { choices } = useRecordChoices(field.of ?? "", "", field.type === "record");
  if (field.type === "text") {
    const text = typed.trim();
    return text ? [{ key: text, value: text, text: `Exactly “${text}”` }] : [];
  }
  if (field.type === "person")
    return people.map((each) => ({ key: each.id, value: each.id, text: each.name }));
  if (field.type === "team") return teams.map((each) => ({ key: each.id, value: each.id, text: each.name }));
  if (field.type === "record")
    return choices.map((each) => ({ key: each.key, value: each.key, text: each.text }));
  if (field.type === "strength")
    return strengths.map((each) => ({ key: each, value: each, text: sentenceCase(each) }));
  if (field.type === "flag")
    return [
      { key: "true", value: "true", text: "Yes" },
      { key: "false", value: "false", text: "No" },
    ];
  return (field.options ?? []).map((option) => ({
    key: option.value,
    value: option.value,
    text: option.label,
  }));
}

interface Props {
  field: Field;
  value: string;
  open: boolean;
  onOpen: (open: boolean) => void;
  onSet: (value: string) => void;
}

export function FilterChip({ field, value, open, onOpen, onSet }: Props): ReactNode {
  const [typed, setTyped] = useState("");
  const choices = useFilterChoices(field, typed);
  const chosen = choices.find((choice) => choice.key === value);
  return (
    <Chip
      name={field.label}
      onClear={() => {
        onOpen(false);
        onSet("");
      }}
    >
      <Picker
        open={open}
        onClose={() => onOpen(false)}
        label={`Filter by ${field.label.toLowerCase()}`}
        choices={choices}
        chosen={value ? [value] : []}
        onSearch={field.type === "text" ? setTyped : undefined}
        onPick={(choice) => {
          onOpen(false);
          onSet(choice);
        }}
      >
        <ChipValue onClick={() => onOpen(!open)}>{chosen?.text ?? (value || "any")}</ChipValue>
      </Picker>
    </Chip>
  );
}
