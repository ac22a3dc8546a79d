import { hashKey, type QueryClient, type QueryState } from "@tanstack/react-query";
import type { components } from "@/api/schema";
import { type RowQuery, roundKey, rowsQuery } from "./api";
import type { Row } from "./kinds";

type Page = QueryState<components["schemas"]["RoundRowPageOut"]>;

function isWaiting(page: Page): boolean {
  return page.fetchStatus !== "idle";
}

/** A list by its pages, as far as they are known, whoever asked for them; one that arrives later is found too. */
export class KnownPages {
  /** What tells this list from others. */
  readonly list: string;
  readonly #client: QueryClient;
  readonly #query: (page: number) => ReturnType<typeof rowsQuery>;
  readonly #hashes = new Map<number, string>();

  constructor(client: QueryClient, id: string, query: RowQuery) {
    this.list = hashKey(roundKey(id, "rows", query));
    this.#client = client;
    this.#query = (page) => rowsQuery(id, query, page);
  }

  rowsOf(page: number): readonly Row[] | undefined {
    return this.#find(page)?.data?.items;
  }

  /** Whether the page was asked for, with whatever outcome. */
  wasAsked(page: number): boolean {
    const found = this.#find(page);
    return found !== undefined && (found.status !== "pending" || isWaiting(found));
  }

  /** Whether something was said to have changed since it was asked for. */
  isOutdated(page: number): boolean {
    const found = this.#find(page);
    return found?.status === "success" && found.isInvalidated && !isWaiting(found);
  }

  fetch(page: number): Promise<void> {
    return this.#client.prefetchQuery(this.#query(page));
  }

  #find(page: number): Page | undefined {
    const hash = this.#hashes.get(page) ?? hashKey(this.#query(page).queryKey);
    this.#hashes.set(page, hash);
    return this.#client.getQueryCache().get<Page["data"]>(hash)?.state as Page | undefined;
  }
}
