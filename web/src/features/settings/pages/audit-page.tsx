import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useSearchParams } from "react-router";
import { downloadAddress } from "@/api/client";
import { type AuditRowOut, workspace } from "@/api/workspace";
import { formatInstant } from "@/shared/format/dates";
import { PersonAvatar } from "@/shared/people/person-avatar";
import { usePeople, useTimeZone } from "@/shared/people/workspace-context";
import { PracticePage } from "@/shared/practice/practice-page";
import { Button, DownloadLink } from "@/shared/ui/button";
import { DataTable } from "@/shared/ui/data-table";
import { SelectField, TextField } from "@/shared/ui/inputs";
import { EmptyState, ProblemState, Skeleton } from "@/shared/ui/states";
import classes from "../settings.module.css";

const names = ["q", "actor_id", "kind", "action", "since", "until"] as const;
const pageSize = 50;

function inWords(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function Changes({ row }: { row: AuditRowOut }): ReactNode {
  const changes = Object.entries(row.changes as Record<string, [unknown, unknown]>);
  return (
    <span className={classes.changes}>
      {changes.slice(0, 6).map(([field, [before, after]], index) => (
        <span key={field}>
          {index > 0 && ", "}
          {field.replaceAll("_", " ")}: {inWords(before).slice(0, 60)} → {inWords(after).slice(0, 60)}
        </span>
      ))}
      {changes.length > 6 && `, and ${changes.length - 6} more`}
    </span>
  );
}

function useAudit(query: Record<string, string>) {
  return useInfiniteQuery({
    queryKey: ["audit", query],
    queryFn: ({ pageParam }) => workspace.audit({ ...query, limit: pageSize, offset: pageParam }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const loaded = pages.reduce((sum, page) => sum + page.items.length, 0);
      return loaded < last.total && last.items.length > 0 ? loaded : undefined;
    },
    placeholderData: (before) => before,
  });
}

function Filters({
  query,
  onSet,
}: {
  query: Record<string, string>;
  onSet: (name: string, value: string) => void;
}): ReactNode {
  const people = usePeople();
  return (
    <div className={classes.filters}>
      <TextField
        label="Search"
        type="search"
        defaultValue={query.q}
        onChange={(event) => onSet("q", event.currentTarget.value)}
      />
      <SelectField
        label="Who"
        none="Anybody"
        options={people.map((each) => ({ value: each.id, label: each.name }))}
        value={query.actor_id ?? ""}
        onChange={(event) => onSet("actor_id", event.currentTarget.value)}
      />
      <TextField
        label="Action"
        placeholder="link, archive …"
        defaultValue={query.action}
        onChange={(event) => onSet("action", event.currentTarget.value)}
      />
      <TextField
        label="From"
        type="date"
        defaultValue={query.since}
        onChange={(event) => onSet("since", event.currentTarget.value)}
      />
      <TextField
        label="Until"
        type="date"
        defaultValue={query.until}
        onChange={(event) => onSet("until", event.currentTarget.value)}
      />
    </div>
  );
}

export default function AuditPage(): ReactNode {
  const timeZone = useTimeZone();
  const [search, setSearch] = useSearchParams();
  const query = Object.fromEntries(
    names.flatMap((name) => (search.get(name) ? [[name, search.get(name) ?? ""]] : [])),
  );
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useAudit(query);
  const rows = data?.pages.flatMap((page) => page.items) ?? [];

  function set(name: string, value: string): void {
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        if (value) after.set(name, value);
        else after.delete(name);
        return after;
      },
      { replace: true },
    );
  }

  return (
    <PracticePage
      practice="settings"
      title="Settings"
      actions={
        <DownloadLink look="default" href={downloadAddress("/api/workspace/audit/export.csv", query)}>
          Export
        </DownloadLink>
      }
    >
      <Filters query={query} onSet={set} />
      {error && <ProblemState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={8} />}
      {data && rows.length === 0 && (
        <EmptyState icon="search" title="Nothing matches">
          Every write leaves a row here; none fits these filters.
        </EmptyState>
      )}
      {rows.length > 0 && (
        <DataTable
          name="Audit log"
          rows={rows}
          idOf={(row) => row.id}
          columns={[
            {
              label: "When",
              width: 180,
              wideOnly: true,
              show: (row) => <time className="small three">{formatInstant(row.at, timeZone)}</time>,
            },
            { label: "Who", width: 140, show: (row) => <PersonAvatar person={row.actor} withName /> },
            {
              label: "What",
              width: 180,
              show: (row) => <span className="strong">{row.action.replaceAll(/[._]/g, " ")}</span>,
            },
            { label: "On", width: 220, wideOnly: true, show: (row) => row.target_title || row.target_kind },
            { label: "Changes", wideOnly: true, show: (row) => <Changes row={row} /> },
          ]}
        />
      )}
      {hasNextPage && (
        <p style={{ marginTop: "var(--s4)" }}>
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show more
          </Button>
        </p>
      )}
    </PracticePage>
  );
}
