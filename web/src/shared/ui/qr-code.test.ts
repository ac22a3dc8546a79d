import { expect, test } from "vitest";
import { qrPath } from "./qr-code";

test("a link becomes a code with a quiet border, the same each time", () => {
  const code = qrPath("https://truenorth.example/w/tidewater/prioritization/scoring-rounds/1/score");
  expect(code).toEqual(qrPath("https://truenorth.example/w/tidewater/prioritization/scoring-rounds/1/score"));
  expect(code.path.startsWith("M4 4h1v1h-1z")).toBe(true);
  expect(code.size).toBeGreaterThan(33);
});
