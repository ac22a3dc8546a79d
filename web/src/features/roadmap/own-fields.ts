import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, unwrap } from "@/api/client";
import type { components } from "@/api/schema";
import type { PersonRef } from "@/api/types";
import { usePeople } from "@/shared/people/workspace-context";
import type { Field, FieldType, Kind } from "@/shared/records/kind";
import { initiative } from "./kinds";

type OwnField = components["schemas"]["CustomFieldOut"];

const types: Record<OwnField["kind"], FieldType> = {
  text: "text",
  url: "text",
  number: "number",
  date: "date",
  select: "select",
  person: "select", // kept as an id: chosen like any other option
};

function optionsOf(own: OwnField, people: readonly PersonRef[]) {
  if (own.kind === "person") return people.map(({ id, name }) => ({ value: id, label: name }));
  return own.options.map((option) => ({ value: option, label: option }));
}

/** A field of one's own, shown, edited and sorted like the others. */
export function asField(own: OwnField, people: readonly PersonRef[]): Field {
  return {
    name: `custom_fields.${own.key}` as Field["name"],
    label: own.label,
    type: types[own.kind],
    options: optionsOf(own, people),
    sort: `field.${own.key}`,
    width: 120,
  };
}

/** The fields that this workspace gives its initiatives, in their order. */
export function useOwnFields(): Field[] {
  const people = usePeople();
  const { data } = useQuery({
    queryKey: ["roadmap", "fields"],
    queryFn: () => unwrap(api.GET("/api/roadmap/fields")),
    staleTime: 60_000,
  });
  return (data ?? []).map((own) => asField(own, people));
}

/** Initiatives with the fields of this workspace beside those of every other. */
export function useInitiativeKind(): Kind {
  const own = useOwnFields();
  const said = JSON.stringify(own);
  return useMemo(() => {
    const more = JSON.parse(said) as Field[];
    if (more.length === 0) return initiative;
    const columns = [...(initiative.columns ?? []), ...more.map(({ name }) => name)];
    return { ...initiative, fields: [...initiative.fields, ...more], columns };
  }, [said]);
}
