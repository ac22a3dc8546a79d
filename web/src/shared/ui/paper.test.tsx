import { act, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { expect, test } from "vitest";
import { show } from "@/testing/show";
import { Paper, scaleOf, usePaper } from "./paper";

function Page(): ReactNode {
  const paper = usePaper();
  return (
    <Paper paper={paper} title="Roadmap" says="Onboarding">
      {(medium) => <p>whole, for {medium}</p>}
    </Paper>
  );
}

test("the sheet stands there for as long as the browser prints, and says whose it is", () => {
  show(<Page />);
  expect(screen.queryByText("whole, for print")).toBeNull();
  act(() => void window.dispatchEvent(new Event("beforeprint")));
  expect(screen.getByText("whole, for print")).toBeTruthy();
  expect(screen.getByText(/^Larkspur, /)).toBeTruthy();
  expect(screen.getByText("Onboarding")).toBeTruthy();
  act(() => void window.dispatchEvent(new Event("afterprint")));
  expect(screen.queryByText("whole, for print")).toBeNull();
});

test("a picture is sharp as long as a browser can draw it", () => {
  expect(scaleOf(1200, 800)).toBe(2);
  expect(scaleOf(1200, 16_000)).toBe(1);
  const scale = scaleOf(15_000, 12_000);
  expect(15_000 * scale * 12_000 * scale).toBeLessThanOrEqual(120_000_000.1);
});
