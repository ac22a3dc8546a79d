import { type ReactNode, useState } from "react";
import { records } from "@/api/records";
import { FieldInput } from "@/shared/records/field-input";
import { asksOf, type Changes, type NewRecordProps } from "@/shared/records/kind";
import { errorOf, NewRecordForm } from "@/shared/records/new-record-form";
import { adrParts } from "../kinds";
import type { Adr } from "../words";

/** A decision asked for by its parts, which become one Markdown document. */
export default function AdrDialog({ initial, links, onClose, onCreated }: NewRecordProps): ReactNode {
  const [values, setValues] = useState<Changes>({ title: "", status: "proposed", ...initial });
  const set = (name: string, value: unknown) => setValues((before) => ({ ...before, [name]: value }));
  return (
    <NewRecordForm
      noun="architecture decision"
      title={String(values.title ?? "")}
      onTitle={(title) => set("title", title)}
      create={async () => onCreated(await records.create<Adr>(adrParts, { ...values, links }))}
      onClose={onClose}
    >
      {(problem) =>
        asksOf(adrParts).map((field) => (
          <FieldInput
            key={field.name}
            field={field}
            value={values[field.name]}
            error={errorOf(problem, field.name)}
            onChange={(value) => set(field.name, value)}
          />
        ))
      }
    </NewRecordForm>
  );
}
