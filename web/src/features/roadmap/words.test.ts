import { expect, test } from "vitest";
import { sayDates } from "./words";

test("dates read as a stretch, and an open end says which one it is", () => {
  expect(sayDates({ starts_on: "2020-03-03", target_on: "2020-03-20" })).toBe("3 Mar 2020 to 20 Mar 2020");
  expect(sayDates({ starts_on: "2020-03-03", target_on: null })).toBe("from 3 Mar 2020");
  expect(sayDates({ starts_on: null, target_on: "2020-03-20" })).toBe("until 20 Mar 2020");
  expect(sayDates({ starts_on: null, target_on: null })).toBe("no dates");
});
