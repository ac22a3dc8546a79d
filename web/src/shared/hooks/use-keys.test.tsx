import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { expect, test } from "vitest";
import { useKeys } from "./use-keys";

function Page({ pressed }: { pressed: string[] }): ReactNode {
  useKeys({ n: () => pressed.push("page n") });
  return <input aria-label="Title" />;
}

function Frame({ pressed, children }: { pressed: string[]; children: ReactNode }): ReactNode {
  useKeys({ n: () => pressed.push("frame n"), "?": () => pressed.push("help") }, { last: true });
  return children;
}

test("the page answers before the frame it is mounted with", async () => {
  const pressed: string[] = [];
  render(
    <Frame pressed={pressed}>
      <Page pressed={pressed} />
    </Frame>,
  );
  await userEvent.keyboard("n?");
  expect(pressed).toEqual(["page n", "help"]);
});

test("no key acts while somebody types", async () => {
  const pressed: string[] = [];
  const { getByLabelText } = render(
    <Frame pressed={pressed}>
      <Page pressed={pressed} />
    </Frame>,
  );
  await userEvent.type(getByLabelText("Title"), "n?");
  expect(pressed).toEqual([]);
});
