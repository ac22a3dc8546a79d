import type { JobFunction, Role } from "@/api/types";
import { sentenceCase } from "@/shared/format/format";

export const roles: readonly Role[] = ["owner", "admin", "editor", "contributor", "viewer"];

export const functions: readonly JobFunction[] = [
  "product",
  "engineering",
  "design",
  "sales",
  "marketing",
  "support",
  "leadership",
];

export function asOptions<V extends string>(values: readonly V[]): { value: V; label: string }[] {
  return values.map((value) => ({ value, label: sentenceCase(value) }));
}

export const roleMeans: Record<Role, string> = {
  owner: "Everything, also removing the workspace",
  admin: "People, tokens and settings",
  editor: "Writes every practice",
  contributor: "Requests, scores, comments",
  viewer: "Reads",
};
