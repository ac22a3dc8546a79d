import { expect, test } from "vitest";
import type { RecordOut } from "@/api/types";
import { fieldValue, toInput } from "@/shared/records/kind";
import { initiative } from "./kinds";
import { asField } from "./own-fields";

const people = [{ id: "m-1", name: "Alice" }];
const own = {
  id: "f-1",
  key: "tier",
  label: "Tier",
  kind: "select",
  options: ["gold"],
  position: 0,
  version: 1,
} as const;

test("a field of one's own is read from within, and is sent within", () => {
  const record = { custom_fields: { tier: "gold" } } as unknown as RecordOut;
  const { name } = asField({ ...own, options: ["gold"] }, people);
  expect(fieldValue(record, name)).toBe("gold");
  expect(fieldValue({ ...record, [name]: null } as RecordOut, name)).toBeNull();
  expect(fieldValue({} as RecordOut, name)).toBeUndefined();
  expect(toInput(initiative, { [name]: "gold", "custom_fields.note": "" })).toEqual({
    custom_fields: { tier: "gold", note: null },
  });
});

test("whoever it names is chosen by name and kept by id; it sorts by the server's name", () => {
  const field = asField({ ...own, kind: "person", options: [] }, people);
  expect([field.type, field.options, field.sort]).toEqual([
    "select",
    [{ value: "m-1", label: "Alice" }],
    "field.tier",
  ]);
});
