import { downloadAddress, type Query, send } from "./client";
import type { Page, RecordOut } from "./types";

/** Where records of one kind live. */
export interface Shelf {
  domain: string;
  plural: string;
}

const at = (shelf: Shelf): string => `/api/${shelf.domain}/${shelf.plural}`;

export const records = {
  list: <T extends RecordOut>(shelf: Shelf, query: Query, signal?: AbortSignal) =>
    send<Page<T>>("GET", at(shelf), { query, signal }),
  get: <T extends RecordOut>(shelf: Shelf, id: string, signal?: AbortSignal) =>
    send<T>("GET", `${at(shelf)}/${id}`, { signal }),
  create: <T extends RecordOut>(shelf: Shelf, body: Record<string, unknown>) =>
    send<T>("POST", at(shelf), { body }),
  patch: <T extends RecordOut>(shelf: Shelf, id: string, body: Record<string, unknown>) =>
    send<T>("PATCH", `${at(shelf)}/${id}`, { body }),
  csvAddress: (shelf: Shelf, query: Query) => downloadAddress(`${at(shelf)}/export.csv`, query),
};
