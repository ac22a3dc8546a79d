import { send } from "./client";
import type { components } from "./schema";
import type { Page } from "./types";

type Schemas = components["schemas"];

export type SourceOut = Schemas["SourceOut"];
export type ReportOut = Schemas["ReportOut"];
export type RunOut = Schemas["RunOut"];

export interface Wish {
  mapping: Record<string, string>;
  options: Record<string, string>;
  dry_run: boolean;
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
  undo: (run: string) => send<RunOut>("POST", `/api/imports/${run}/undo`),
};
