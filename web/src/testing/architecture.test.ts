import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";

const source = join(import.meta.dirname, "..");
const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter(
  (file) => !file.endsWith(".d.ts"),
);
const scripts = files.filter(
  (file) => /\.tsx?$/.test(file) && !file.startsWith("testing/") && !file.includes(".test."),
);
const styles = files.filter((file) => file.endsWith(".css") && !file.startsWith("shared/theme/"));

function read(file: string): string {
  return readFileSync(join(source, file), "utf8");
}

function layerOf(path: string): string {
  const [layer = "", name = ""] = path.split("/");
  return layer === "features" ? `features/${name}` : layer;
}

function importsOf(file: string): string[] {
  const found = read(file).matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g);
  return [...found].flatMap(([, target = ""]) => {
    if (target.startsWith("@/")) return [target.slice(2)];
    if (target.startsWith(".")) return [relative(source, join(source, file, "..", target))];
    return [];
  });
}

function mayImport(from: string, to: string): boolean {
  if (from === to) return true;
  if (from === "app" || from === "main.tsx") return true;
  if (from.startsWith("features/")) return to === "shared" || to === "api";
  return from === "shared" && to === "api";
}

test("knowledge runs down: app, features, shared, api; and no feature knows another", () => {
  expect(scripts.length).toBeGreaterThan(100);
  const upward = scripts.flatMap((file) =>
    importsOf(file)
      .filter((target) => !mayImport(layerOf(file), layerOf(target)))
      .map((target) => `${file} → ${target}`),
  );
  expect(upward).toEqual([]);
});

test("the rule refuses what it is there for", () => {
  expect(mayImport("features/roadmap", "features/discovery")).toBe(false);
  expect(mayImport("shared", "features/roadmap")).toBe(false);
  expect(mayImport("shared", "app")).toBe(false);
  expect(mayImport("api", "shared")).toBe(false);
  expect(mayImport("features/roadmap", "features/roadmap")).toBe(true);
});

test("colours are named in the theme only", () => {
  const coloured = [...styles, ...scripts].filter((file) =>
    /#[0-9a-f]{3,8}\b(?!["'`]?\])|\brgba?\(|\bhsla?\(/i.test(read(file)),
  );
  expect(coloured).toEqual([]);
});

test("sizes of type and radii come from tokens", () => {
  const loose = styles.filter((file) =>
    /font-size:\s*\d|border-radius:\s*[1-9]|font-weight:\s*\d{3}|transition:[^;]*\d+ms/.test(read(file)),
  );
  expect(loose).toEqual([]);
});
