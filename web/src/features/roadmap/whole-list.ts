import type { Query } from "@/api/client";
import { records, type Shelf } from "@/api/records";
import type { RecordOut } from "@/api/types";

export interface Whole {
  items: RecordOut[];
  total: number;
}

const pageSize = 200;
const atMost = 1000;

/** The list to its end, as far as paper bears it. */
export async function readWhole(shelf: Shelf, query: Query): Promise<Whole> {
  const items: RecordOut[] = [];
  for (;;) {
    const page = await records.list<RecordOut>(shelf, { ...query, limit: pageSize, offset: items.length });
    items.push(...page.items);
    if (page.items.length === 0 || items.length >= Math.min(page.total, atMost))
      return { items, total: page.total };
  }
}
