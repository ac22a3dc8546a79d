import { type ReactNode, Suspense } from "react";
import type { RecordOut } from "@/api/types";
import { Skeleton } from "@/shared/ui/states";
import type { Kind, SectionOf } from "../kind";

interface Props {
  kind: Kind;
  record: RecordOut;
  place: SectionOf<RecordOut>["place"];
}

/** The parts that a kind brings to its page, in one of its places. */
export function Sections({ kind, record, place }: Props): ReactNode {
  const shown = (kind.sections ?? []).filter((section) => (section.place ?? "main") === place);
  return shown.map(({ id, component: Section }) => (
    <Suspense key={id} fallback={<Skeleton rows={3} />}>
      <Section record={record} />
    </Suspense>
  ));
}
