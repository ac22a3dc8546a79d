import type { Option } from "@/shared/records/kind";

export const sessionForms: readonly Option[] = [
  { value: "field", label: "Field" },
  { value: "interview", label: "Interview" },
  { value: "call", label: "Call" },
];

export const consents: readonly Option[] = [
  { value: "unknown", label: "Not asked yet" },
  { value: "internal", label: "Inside the team only" },
  { value: "anonymous", label: "Quotes, no names outside" },
  { value: "named", label: "Quotes with the name" },
  { value: "withdrawn", label: "Withdrawn" },
];

export const marks: readonly Option[] = [
  { value: "did", label: "Did" },
  { value: "said", label: "Said" },
  { value: "workaround", label: "Workaround" },
];

export const hypothesisStates: readonly Option[] = [
  { value: "untested", label: "Untested", state: "incomplete" },
  { value: "supported", label: "Supported", state: "better" },
  { value: "refuted", label: "Refuted", state: "worse" },
];

export const directions: readonly Option[] = [
  { value: "at_least", label: "At least" },
  { value: "at_most", label: "At most" },
];

/** Five steps, said in words so that two people mean the same by "4". */
export const frequencies: readonly string[] = ["Yearly", "Monthly", "Weekly", "Daily", "All day long"];
export const severities: readonly string[] = [
  "A shrug",
  "Annoying",
  "Costs time",
  "Costs money",
  "Stops work",
];

export const functions: Readonly<Record<string, string>> = {
  product: "product",
  design: "design",
  engineering: "engineering",
  sales: "sales",
  marketing: "marketing",
  support: "support",
  leadership: "leadership",
};

export function labelOf(options: readonly Option[], value: string): string {
  return options.find((option) => option.value === value)?.label ?? value;
}

/** "a", "a and b", "a, b and c". */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
