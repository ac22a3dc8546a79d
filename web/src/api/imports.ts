import { send } from "./client";
import type { components } from "./schema";
import type { Page } from "./types";

type Schemas = components["schemas"];

export type SourceOut = Schemas["SourceOut"];
export type ReportOut = Schemas["ReportOut"];
export type RunOut = Schemas["RunOut"];
export type ProgressOut = Schemas["ProgressOut"];

export interface Wish {
  mapping: Record<string, string>;
  options: Record<string, string>;
  dry_run: boolean;
  progress_key: string;
}

/** A new UUID under which to ask how far an import is. A page over plain HTTP has no `crypto.randomUUID`. */
export function newProgressKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export const imports = {
  sources: () => send<SourceOut[]>("GET", "/api/imports/sources"),
  runs: () => send<Page<RunOut>>("GET", "/api/imports", { query: { limit: 50 } }),
  run: (source: string, file: File, wish: Wish) => {
    const body = new FormData();
    body.append("file", file);
    body.append("options", JSON.stringify(wish));
    return send<ReportOut>("POST", `/api/imports/${source}`, { body });
  },
  progress: (key: string) => send<ProgressOut>("GET", "/api/imports/progress", { query: { key } }),
  undo: (run: string) => send<RunOut>("POST", `/api/imports/${run}/undo`),
};
