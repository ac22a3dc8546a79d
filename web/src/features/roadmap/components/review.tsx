import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { api, unwrap } from "@/api/client";
import type { RecordOut } from "@/api/types";
import { formatDate } from "@/shared/format/dates";
import { useMay, useTimeZone } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { SectionHead } from "@/shared/ui/page-head";
import { toast, toastProblem } from "@/shared/ui/toasts";
import { refreshInitiatives } from "../api";
import type { Initiative } from "../kinds";
import { useStaleDays } from "../stale";
import { StaleWords } from "./stale-words";

function useReview() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version }: RecordOut) =>
      unwrap(
        api.POST("/api/roadmap/initiatives/{initiative_id}/review", {
          params: { path: { initiative_id: id } },
          body: { version, note: "" },
        }),
      ),
    onSuccess: ({ key }) => {
      toast({ message: `${key} still holds, recorded` });
      refreshInitiatives(client);
    },
    onError: (error) => {
      toastProblem(error);
      refreshInitiatives(client);
    },
  });
}

/** That nobody has looked at it for too long, and the word that it still holds. */
export default function Review({ record }: { record: RecordOut }): ReactNode {
  const { reviewed_at: reviewedAt } = record as Initiative;
  const days = useStaleDays(record.id);
  const may = useMay();
  const zone = useTimeZone();
  const review = useReview();
  if (days === 0) return null;
  return (
    <section className="stack">
      <SectionHead title="Looked at" />
      <StaleWords days={days} />
      {reviewedAt && <p className="small three">Reviewed {formatDate(reviewedAt, zone)}</p>}
      {may.write && (
        <div>
          <Button busy={review.isPending} onClick={() => review.mutate(record)}>
            Mark as reviewed
          </Button>
        </div>
      )}
    </section>
  );
}
