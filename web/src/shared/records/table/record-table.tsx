import { useElementSize, useMergedRef } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import {
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { useNavigate } from "react-router";
import { graph } from "@/api/graph";
import type { RecordOut, StepState } from "@/api/types";
import { useMay, useRecordPath } from "@/shared/people/workspace-context";
import { ProblemState, Skeleton } from "@/shared/ui/states";
import { CreateDialog } from "../create-dialog";
import { columnsOf, type Field, type Kind } from "../kind";
import { usePatch } from "../use-record";
import { BulkBar } from "./bulk-bar";
import { ListEmpty } from "./list-empty";
import { Peek } from "./peek";
import classes from "./record-table.module.css";
import { TableHead } from "./table-head";
import { type RowHands, TableRow } from "./table-row";
import { TableTools } from "./table-tools";
import { type ListState, queryOf, useHiddenColumns, useListState } from "./use-list-state";
import { useRecordList } from "./use-record-list";
import { useSelection } from "./use-selection";
import { useTableKeys } from "./use-table-keys";

const rowHeight = 44;
const titleRoom = 260;
const defaultWidth = 128;

function fitting(columns: readonly Field[], width: number): Field[] {
  let room = (width || 1200) - titleRoom;
  return columns.filter((field) => {
    room -= field.width ?? defaultWidth;
    return room >= 0;
  });
}

function useChains(kind: Kind, ids: readonly string[]): ReadonlyMap<string, StepState[]> {
  const { data } = useQuery({
    queryKey: ["chains", kind.name, ids],
    queryFn: () => graph.chains([...ids]),
    enabled: Boolean(kind.chained) && ids.length > 0,
    placeholderData: (before) => before,
  });
  return useMemo(() => new Map((data ?? []).map((each) => [each.id, each.states])), [data]);
}

/** How far down the page the table begins, which the virtual rows are counted from. */
function useTopOf(ref: RefObject<HTMLElement | null>, isShown: boolean): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    if (isShown && ref.current) setTop(ref.current.getBoundingClientRect().top + window.scrollY);
  }, [ref, isShown]);
  return top;
}

interface Props {
  kind: Kind;
  /** Fixed conditions, for a list inside another record's page. */
  fixed?: Record<string, string>;
  /** Stands before the search. */
  lead?: ReactNode;
  /** Stands in place of the plain export. */
  exporting?: ReactNode;
}

interface AroundProps {
  kind: Kind;
  list: ReturnType<typeof useRecordList>["list"];
  count: number;
  state: ListState;
  set: (name: string, value: string) => void;
  onCreate?: () => void;
}

/** What stands in place of rows: waiting, refused, or nothing there. */
function Around({ kind, list, count, state, set, onCreate }: AroundProps): ReactNode {
  if (list.isError) return <ProblemState error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <Skeleton rows={8} />;
  if (count > 0) return null;
  return <ListEmpty kind={kind} state={state} set={set} onCreate={onCreate} />;
}

/** The list of one kind: sorted, filtered, searched, selected, edited in place, driven by keys. */
export function RecordTable({ kind, fixed, lead, exporting }: Props): ReactNode {
  const { state, set } = useListState(kind);
  const { list, items, total } = useRecordList(kind, queryOf(state, fixed));
  const selection = useSelection();
  const [editing, setEditing] = useState<string | null>(null);
  const [filtering, setFiltering] = useState(false);
  const [creating, setCreating] = useState(false);
  const [hidden, setHidden] = useHiddenColumns(kind);
  const searchRef = useRef<HTMLInputElement>(null);
  const tableRef = useRef<HTMLTableElement>(null);
  const { ref: sizeRef, width } = useElementSize<HTMLTableElement>();
  const tableRefs = useMergedRef(tableRef, sizeRef);
  const may = useMay();
  const mayEdit = may.write && !kind.readOnly;
  const patch = usePatch(kind);
  const navigate = useNavigate();
  const pathOf = useRecordPath();
  const ids = items.map((record) => record.id);
  const chains = useChains(kind, ids);
  const columns = fitting(
    columnsOf(kind).filter((field) => !hidden.includes(field.name)),
    width,
  );

  const scrollMargin = useTopOf(tableRef, items.length > 0);
  const rows = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin,
    getItemKey: (index) => ids[index] ?? index,
  });
  const virtual = rows.getVirtualItems();
  const last = virtual.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= items.length - 20) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, last, items.length]);

  const onCreate = mayEdit && kind.creatable !== false ? () => setCreating(true) : undefined;
  const keys = useTableKeys({
    ids,
    select: (id) => mayEdit && selection.toggle(id),
    clear: () => (selection.ids.size > 0 ? selection.clear() : set("peek", "")),
    open: (id) => void navigate(pathOf({ ...kind, id })),
    peek: (id) => set("peek", state.peek === id ? "" : id),
    edit: (id) => mayEdit && setEditing(id),
    create: onCreate,
    filter: () => setFiltering(true),
    search: () => searchRef.current?.focus(),
    moved: (index) => {
      const row = tableRef.current?.querySelector(`[data-row="${ids[index]}"]`);
      if (row) row.scrollIntoView({ block: "nearest" });
      else rows.scrollToIndex(index, { align: "center" });
      if (state.peek) set("peek", ids[index] ?? "");
    },
  });

  const hands = useRowHands({ ids, select: selection, setCursor: keys.setCursor, setEditing, patch });
  const before = virtual[0] ? virtual[0].start - rows.options.scrollMargin : 0;
  const after =
    virtual.length > 0 ? rows.getTotalSize() - ((virtual.at(-1)?.end ?? 0) - rows.options.scrollMargin) : 0;

  return (
    <div>
      <div className={classes.list}>
        <TableTools
          kind={kind}
          state={state}
          fixed={fixed}
          set={set}
          total={total}
          searchRef={searchRef}
          filtering={filtering}
          onFiltering={setFiltering}
          hiddenColumns={hidden}
          onHideColumns={setHidden}
          lead={lead}
          exporting={exporting}
        />
        <Around kind={kind} list={list} count={items.length} state={state} set={set} onCreate={onCreate} />
        {items.length > 0 && (
          <table
            ref={tableRefs}
            className={classes.table}
            aria-rowcount={total}
            aria-label={kind.labelPlural}
          >
            <colgroup>
              {mayEdit && <col className={classes.pickColumn} />}
              <col />
              {columns.map((field) => (
                <col key={field.name} style={{ width: field.width ?? defaultWidth }} />
              ))}
            </colgroup>
            <TableHead
              columns={columns}
              titleLabel={kind.label}
              sort={state.sort}
              onSort={(sort) => set("sort", sort)}
              selectable={mayEdit}
              allSelected={ids.length > 0 && selection.ids.size === ids.length}
              onSelectAll={() => (selection.ids.size === ids.length ? selection.clear() : selection.all(ids))}
            />
            <tbody>
              {before > 0 && <tr aria-hidden style={{ height: before }} />}
              {virtual.map(({ index }) => {
                const record = items[index] as RecordOut;
                return (
                  <TableRow
                    key={record.id}
                    kind={kind}
                    record={record}
                    columns={columns}
                    chain={kind.chained ? chains.get(record.id) : undefined}
                    selected={selection.has(record.id)}
                    current={keys.cursor === record.id || state.peek === record.id}
                    editing={editing === record.id}
                    mayEdit={mayEdit}
                    hands={hands}
                  />
                );
              })}
              {after > 0 && <tr aria-hidden style={{ height: after }} />}
            </tbody>
          </table>
        )}
        <BulkBar kind={kind} selection={selection} archived={state.archived} />
      </div>
      {state.peek && <Peek kind={kind} id={state.peek} onClose={() => set("peek", "")} />}
      {creating && <CreateDialog kind={kind} onClose={() => setCreating(false)} />}
    </div>
  );
}

interface HandParts {
  ids: readonly string[];
  select: ReturnType<typeof useSelection>;
  setCursor: (id: string) => void;
  setEditing: (id: string | null) => void;
  patch: ReturnType<typeof usePatch>;
}

function useRowHands({ ids, select, setCursor, setEditing, patch }: HandParts): RowHands {
  const order = useRef(ids);
  order.current = ids;
  const { toggle, toggleTo } = select;
  const pick = useCallback(
    (id: string, range: boolean) => (range ? toggleTo(id, order.current) : toggle(id)),
    [toggle, toggleTo],
  );
  return useMemo(
    () => ({
      select: pick,
      focus: setCursor,
      edit: setEditing,
      save: (record, name, value) => void patch(record, { [name]: value }),
    }),
    [pick, setCursor, setEditing, patch],
  );
}
