import type { components } from "@/api/schema";
import { defineKind } from "@/shared/records/kind";

export type Pulse = components["schemas"]["PulseOut"];
export type Content = components["schemas"]["PulseContentOut"];
export type Section = components["schemas"]["PulseSectionOut"];
export type Item = components["schemas"]["PulseItemOut"];
export type Movement = components["schemas"]["MovementOut"];
export type Matter = components["schemas"]["MatterOut"];
export type MatterSort = Matter["sort"];

export const pulse = defineKind<Pulse>({
  name: "pulse",
  domain: "pulse",
  plural: "pulses",
  label: "Pulse",
  labelPlural: "Pulses",
  icon: "pulse",
  purpose:
    "What changed, for everybody, every two weeks. Gathered from the records, edited by a person, then frozen.",
  fields: [
    {
      name: "state",
      label: "State",
      type: "select",
      readOnly: true,
      width: 120,
      options: [
        { value: "draft", label: "Draft", state: "incomplete" },
        { value: "published", label: "Published", icon: "check" },
      ],
    },
    { name: "from_on", label: "From", type: "date", required: true, sort: true, width: 120 },
    { name: "to_on", label: "To", type: "date", required: true, sort: true, width: 120 },
    { name: "published_at", label: "Published", type: "date", readOnly: true, sort: true, width: 120 },
    { name: "published_by", label: "By", type: "person", readOnly: true, width: 150 },
  ],
  asks: ["from_on", "to_on"],
  defaultSort: "-to_on",
});
