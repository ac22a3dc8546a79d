import { vi } from "vitest";

export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
  headers: Headers;
}

export type Answer = (call: Call) => unknown;

/** A refusal, in the shape the server gives it. */
export class Refusal {
  readonly status: number;
  readonly body: Record<string, unknown>;

  constructor(status: number, code: string, title: string, more: Record<string, unknown> = {}) {
    this.status = status;
    this.body = { type: "about:blank", title, status, code, detail: "", fields: {}, ...more };
  }
}

function matches(pattern: string, path: string): boolean {
  return new RegExp(`^${pattern.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(path);
}

async function bodyOf(request: Request): Promise<unknown> {
  const text = await request.text();
  return text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : text;
}

/** Stands in for the server: "GET /api/graph/nodes/{id}/links" to its answer. Returns what was asked. */
export function serve(routes: Record<string, Answer>): Call[] {
  const calls: Call[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const url = new URL(request.url);
    const call: Call = {
      method: request.method,
      path: url.pathname,
      query: url.searchParams,
      body: await bodyOf(request),
      headers: request.headers,
    };
    calls.push(call);
    const found = Object.entries(routes).find(([route]) => {
      const [method, pattern = ""] = route.split(" ");
      return method === call.method && matches(pattern, call.path);
    });
    const answer = found
      ? await found[1](call)
      : new Refusal(404, "kit.not_found", "There is no such record here.");
    const refused = answer instanceof Refusal;
    const status = refused ? answer.status : 200;
    return new Response(JSON.stringify(refused ? answer.body : (answer ?? null)), { status });
  });
  return calls;
}
