import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { downloadAddress } from "@/api/client";
import { roundKey } from "./api";
import type { Column, Head } from "./kinds";

/** What the stream says: who is how far, and that something changed; never a number. */
export interface Progress {
  revision: number;
  state: Head["scoring_round"]["state"];
  is_stale: boolean;
  current_column: string | null;
  columns: readonly Pick<Column, "key" | "state" | "ends_at">[];
  raters: readonly { member_id: string; name: string; asked: number; scored: number }[];
}

export function readProgress(data: string): Progress | null {
  try {
    const said: unknown = JSON.parse(data);
    const isProgress = typeof said === "object" && said !== null && "revision" in said;
    return isProgress ? (said as Progress) : null;
  } catch {
    return null;
  }
}

/** The head with the progress in it, so that bars move before the rows are read again. */
export function withProgress(head: Head, progress: Progress): Head {
  const columns = new Map(progress.columns.map((column) => [column.key, column]));
  const raters = new Map(progress.raters.map((rater) => [rater.member_id, rater]));
  return {
    ...head,
    scoring_round: { ...head.scoring_round, state: progress.state },
    standing: { ...head.standing, revision: progress.revision, is_stale: progress.is_stale },
    current_column: progress.current_column,
    columns: head.columns.map((column) => ({ ...column, ...columns.get(column.key) })),
    raters: head.raters.map((rater) => {
      const now = raters.get(rater.member.id);
      return now ? { ...rater, asked: now.asked, scored: now.scored } : rater;
    }),
  };
}

export type Line = "connecting" | "live" | "lost";

/** Watches a round: its progress at once, and everything shown of it read again when something changed. */
export function useLive(id: string): Line {
  const client = useQueryClient();
  const [line, setLine] = useState<Line>("connecting");
  useEffect(() => {
    const source = new EventSource(downloadAddress(`/api/prioritization/scoring-rounds/${id}/live`));
    let known: number | null = null;
    source.addEventListener("open", () => setLine("live"));
    source.addEventListener("error", () => setLine("lost"));
    source.addEventListener("changed", (event) => {
      const progress = readProgress((event as MessageEvent<string>).data);
      if (!progress) return;
      client.setQueryData<Head>(roundKey(id, "head"), (head) => head && withProgress(head, progress));
      if (known !== null && known !== progress.revision)
        void client.invalidateQueries({ queryKey: roundKey(id) });
      known = progress.revision;
    });
    return () => source.close();
  }, [client, id]);
  return line;
}
