import { useInfiniteQuery } from "@tanstack/react-query";
import type { Query } from "@/api/client";
import { records } from "@/api/records";
import type { RecordOut } from "@/api/types";
import type { Kind } from "../kind";
import { recordKeys } from "../use-record";

const pageSize = 100;

/** The list in pages of a hundred, fetched as it is scrolled. */
export function useRecordList(kind: Kind, query: Query) {
  const list = useInfiniteQuery({
    queryKey: [...recordKeys.lists(kind), query],
    queryFn: ({ pageParam, signal }) =>
      records.list<RecordOut>(kind, { ...query, limit: pageSize, offset: pageParam }, signal),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const loaded = pages.reduce((sum, page) => sum + page.items.length, 0);
      return last.items.length > 0 && loaded < last.total ? loaded : undefined;
    },
    placeholderData: (before) => before,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return { list, items, total: list.data?.pages[0]?.total ?? 0 };
}
