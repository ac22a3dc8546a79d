import { expect, test } from "vitest";
import { frameFor } from "./share-dialog";

test("a frame shows the link's view from where the link leads, whatever page it was made on", () => {
  const made = { url: "https://roadmap.example/public/roadmap/abc", token: "abc" };
  const code = frameFor(made, { title: "Roadmap", pathOf: (token) => `/api/public/roadmap/${token}/embed` });
  const frame = document.createElement("div");
  frame.innerHTML = code;
  expect(frame.querySelector("iframe")?.getAttribute("src")).toBe(
    "https://roadmap.example/api/public/roadmap/abc/embed",
  );
  expect(frame.querySelector("iframe")?.title).toBe("Roadmap");
});
