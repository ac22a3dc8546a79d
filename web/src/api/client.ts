import createClient from "openapi-fetch";
import { Problem, parseProblem } from "./problem";
import type { paths } from "./schema";

const unsafe = new Set(["POST", "PUT", "PATCH", "DELETE"]);

export function workspaceOfPath(path: string): string | null {
  const slug = /^\/w\/([^/]+)/.exec(path)?.[1];
  return slug ? decodeURIComponent(slug) : null;
}

export function cookie(name: string): string {
  const found = document.cookie.split("; ").find((each) => each.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** fetch, with the session's proof and the workspace of the address bar; a refusal is thrown as a Problem. */
export async function guardedFetch(request: Request): Promise<Response> {
  const slug = workspaceOfPath(window.location.pathname);
  if (slug && !request.headers.has("X-Workspace")) request.headers.set("X-Workspace", slug);
  if (unsafe.has(request.method)) request.headers.set("X-CSRFToken", cookie("csrftoken"));
  let response: Response;
  try {
    response = await fetch(request);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem({ status: 0, code: "page.offline", title: "The server cannot be reached" });
  }
  if (!response.ok) throw parseProblem(response.status, await bodyOf(response));
  return response;
}

/** The typed client: `const board = await unwrap(api.GET("/api/roadmap/board"))`. */
export const api = createClient<paths>({ baseUrl: window.location.origin, fetch: guardedFetch });

export async function unwrap<T>(answer: Promise<{ data?: T }>): Promise<T> {
  const { data } = await answer;
  return data as T;
}

export type Query = Record<string, string | number | boolean | readonly string[] | null | undefined>;

export function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === "") continue;
    for (const each of Array.isArray(value) ? value : [value]) search.append(name, String(each));
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

export interface Sending {
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
}

/** For routes that every kind of record shares, whose path is only known while running. */
export async function send<T>(method: string, path: string, sending: Sending = {}): Promise<T> {
  const { query, body, signal } = sending;
  const headers = new Headers({ Accept: "application/json" });
  const isForm = body instanceof FormData;
  if (body !== undefined && !isForm) headers.set("Content-Type", "application/json");
  const request = new Request(new URL(withQuery(path, query), window.location.origin), {
    method,
    headers,
    body: body === undefined ? undefined : isForm ? body : JSON.stringify(body),
    signal,
    credentials: "same-origin",
  });
  const response = await guardedFetch(request);
  if (response.status === 204) return undefined as T;
  return (await bodyOf(response)) as T;
}

/** The address of a download, which carries its workspace itself because a link sends no header. */
export function downloadAddress(path: string, query: Query = {}): string {
  return withQuery(path, { ...query, workspace: workspaceOfPath(window.location.pathname) });
}
