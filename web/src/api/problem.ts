/** Every refusal of the server, in the one shape it has (application/problem+json). */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly fields: Readonly<Record<string, string[]>>;
  /** What the server sent beside the common members, such as `current` of a stale write. */
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(init: {
    status: number;
    code: string;
    title: string;
    detail?: string;
    fields?: Record<string, string[]>;
    extra?: Record<string, unknown>;
  }) {
    super(init.detail || init.title);
    this.status = init.status;
    this.code = init.code;
    this.title = init.title;
    this.detail = init.detail ?? "";
    this.fields = init.fields ?? {};
    this.extra = init.extra ?? {};
  }

  get isOffline(): boolean {
    return this.status === 0;
  }

  get isSignedOut(): boolean {
    return this.status === 401;
  }

  get isMissing(): boolean {
    return this.status === 404;
  }
}

const common = new Set(["type", "title", "status", "code", "detail", "fields"]);

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function asFields(value: unknown): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const [name, says] of Object.entries(asRecord(value))) {
    fields[name] = (Array.isArray(says) ? says : [says]).map(String);
  }
  return fields;
}

/** Sign-in answers come from the account service, which has a shape of its own. */
function fromAccountErrors(status: number, errors: unknown[]): Problem {
  const fields: Record<string, string[]> = {};
  const loose: string[] = [];
  let code = "";
  for (const each of errors.map(asRecord)) {
    code ||= asText(each.code);
    const says = asText(each.message);
    const param = asText(each.param);
    if (param) fields[param] = [...(fields[param] ?? []), says];
    else loose.push(says);
  }
  const title = loose[0] ?? Object.values(fields)[0]?.[0] ?? "That did not work";
  return new Problem({ status, code: code || `http.${status}`, title, detail: loose.join(" "), fields });
}

export function parseProblem(status: number, body: unknown): Problem {
  const said = asRecord(body);
  if (Array.isArray(said.errors)) return fromAccountErrors(status, said.errors);
  const extra = Object.fromEntries(Object.entries(said).filter(([name]) => !common.has(name)));
  return new Problem({
    status,
    code: asText(said.code) || `http.${status}`,
    title: asText(said.title) || titleOf(status),
    detail: asText(said.detail),
    fields: asFields(said.fields),
    extra,
  });
}

function titleOf(status: number): string {
  if (status === 0) return "The server cannot be reached";
  if (status === 401) return "You are signed out";
  if (status === 403) return "You may not do this";
  if (status === 404) return "This is not here";
  if (status === 413) return "The file is too large";
  if (status >= 500) return "The server failed";
  return "The server refused this";
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new Problem({ status: -1, code: "page.failed", title: "Something on this page failed", detail });
}
