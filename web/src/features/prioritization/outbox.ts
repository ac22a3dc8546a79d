import { asProblem, type Problem } from "@/api/problem";
import type { Given } from "./api";
import type { Detail } from "./kinds";

/** Scores that were given and are not on the server yet. They outlive the page, and go when they can. */

export interface Kept extends Given {
  /** When it was given: the newest of one candidate counts. */
  at: number;
}

/** One number that was changed elsewhere meanwhile. */
export interface Clash {
  candidate: number;
  column: string;
  mine: number | null;
  theirs: { value: number; version: number } | null;
}

type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

const keyOf = (round: string): string => `truenorth-scores-${round}`;

function isKept(value: unknown): value is Kept {
  return typeof value === "object" && value !== null && "candidate" in value && "values" in value;
}

export function readKept(shelf: Shelf, round: string): Kept[] {
  try {
    const found: unknown = JSON.parse(shelf.getItem(keyOf(round)) ?? "[]");
    return Array.isArray(found) ? found.filter(isKept) : [];
  } catch {
    return [];
  }
}

export function writeKept(shelf: Shelf, round: string, kept: readonly Kept[]): void {
  if (kept.length === 0) shelf.removeItem(keyOf(round));
  else shelf.setItem(keyOf(round), JSON.stringify(kept));
}

/** Adds what was given: later numbers of a candidate go over earlier ones, and the rest of them stays. */
export function keep(kept: readonly Kept[], given: Given, at: number): Kept[] {
  const before = kept.find(({ candidate }) => candidate === given.candidate);
  const merged: Kept = {
    ...given,
    values: { ...before?.values, ...given.values },
    versions: { ...given.versions, ...before?.versions },
    reason: given.reason ?? before?.reason,
    at,
  };
  return [...kept.filter(({ candidate }) => candidate !== given.candidate), merged];
}

/** What is left after one of them was sent: whatever was given since stays. */
export function without(kept: readonly Kept[], sent: Kept): Kept[] {
  return kept.filter((each) => each.candidate !== sent.candidate || each.at !== sent.at);
}

export function waitsForServer(problem: Problem): boolean {
  return problem.isOffline || problem.isSignedOut || problem.status >= 500 || problem.status === 429;
}

export function clashesOf(problem: Problem, given: Given): Clash[] {
  if (problem.status !== 409 || typeof problem.extra.current !== "object") return [];
  const current = (problem.extra.current ?? {}) as Record<string, Clash["theirs"]>;
  return Object.entries(current).map(([column, theirs]) => ({
    candidate: given.candidate,
    column,
    mine: given.values[column] ?? null,
    theirs,
  }));
}

/** The save again, with what was chosen where two numbers met; null where nothing of it is left to save. */
export function settle(given: Given, clashes: readonly Clash[], chosen: ReadonlySet<string>): Given | null {
  const values = { ...given.values };
  const versions = { ...given.versions };
  for (const { column, theirs } of clashes) {
    if (!chosen.has(column)) delete values[column];
    else if (theirs) versions[column] = theirs.version;
    else delete versions[column];
  }
  const isLeft = Object.keys(values).length > 0 || given.reason !== undefined;
  return isLeft ? { ...given, values, versions } : null;
}

export type Sent =
  | { how: "saved"; detail: Detail }
  | { how: "waiting" }
  | { how: "clash"; clashes: Clash[] }
  | { how: "refused"; problem: Problem };

/** Sends one of them, and says what became of it. */
export async function post(given: Given, send: (given: Given) => Promise<Detail>): Promise<Sent> {
  try {
    return { how: "saved", detail: await send(given) };
  } catch (error) {
    const problem = asProblem(error);
    if (waitsForServer(problem)) return { how: "waiting" };
    const clashes = clashesOf(problem, given);
    return clashes.length > 0 ? { how: "clash", clashes } : { how: "refused", problem };
  }
}

export interface Held {
  kept: readonly Kept[];
  /** Why the newest try did not come through; null while everything goes well. */
  waiting: boolean;
  clash: { given: Given; clashes: readonly Clash[] } | null;
}

interface Ways {
  send: (given: Given) => Promise<Detail>;
  onSaved: (detail: Detail) => void;
  onRefused: (problem: Problem) => void;
  shelf: Shelf;
  now?: () => number;
}

/** The scores of one round on their way to the server: one at a time, in the order in which they were given. */
export class Outbox {
  private held: Held;
  private isSending = false;
  /** Versions that came back with a save, and when: whatever was given before that did not know of them. */
  private readonly learned = new Map<number, { at: number; versions: Record<string, number> }>();
  private readonly listeners = new Set<() => void>();
  private readonly round: string;
  private readonly ways: Ways;

  constructor(round: string, ways: Ways) {
    this.round = round;
    this.ways = ways;
    this.held = { kept: readKept(ways.shelf, round), waiting: false, clash: null };
  }

  readonly snapshot = (): Held => this.held;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  give(given: Given): Promise<void> {
    this.put({ kept: keep(this.held.kept, given, this.now()) });
    return this.flush();
  }

  /** Sends what is kept; whatever cannot be reached waits for the next try. */
  async flush(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    try {
      for (let next = this.next(); next; next = this.next()) if (!(await this.attempt(next))) return;
      this.put({ waiting: false });
    } finally {
      this.isSending = false;
    }
  }

  /** Settles the two numbers that met: those of `mine` are saved over what was saved elsewhere. */
  settle(mine: ReadonlySet<string>): Promise<void> {
    const { clash } = this.held;
    this.put({ clash: null });
    const rest = clash && settle(clash.given, clash.clashes, mine);
    return rest ? this.give(rest) : this.flush();
  }

  private next(): Kept | undefined {
    return this.held.clash ? undefined : this.held.kept[0];
  }

  private async attempt(kept: Kept): Promise<boolean> {
    const sent = await post(this.withLearned(kept), this.ways.send);
    if (sent.how === "waiting") {
      this.put({ waiting: true });
      return false;
    }
    if (sent.how === "saved") this.learn(sent.detail);
    const clash = sent.how === "clash" ? { given: kept, clashes: sent.clashes } : null;
    this.put({ kept: without(this.held.kept, kept), clash });
    if (sent.how === "refused") this.ways.onRefused(sent.problem);
    return true;
  }

  private withLearned({ at, ...given }: Kept): Given {
    const learned = this.learned.get(given.candidate);
    if (!learned || learned.at < at) return given;
    return { ...given, versions: { ...given.versions, ...learned.versions } };
  }

  private learn(detail: Detail): void {
    const own = Object.entries(detail.row.own).map(([column, { version }]) => [column, version] as const);
    this.learned.set(detail.row.candidate_id, { at: this.now(), versions: Object.fromEntries(own) });
    this.ways.onSaved(detail);
  }

  private now(): number {
    return this.ways.now?.() ?? performance.timeOrigin + performance.now();
  }

  private put(change: Partial<Held>): void {
    this.held = { ...this.held, ...change };
    writeKept(this.ways.shelf, this.round, this.held.kept);
    for (const listener of this.listeners) listener();
  }
}
