import type { ReactNode } from "react";
import type { RecordOut } from "@/api/types";
import { RecordTable } from "@/shared/records/table/record-table";
import { SectionHead } from "@/shared/ui/page-head";
import { highlight, type Tag } from "../kinds";

/** The highlights that carry a tag. */
export default function TaggedSection({ record }: { record: RecordOut }): ReactNode {
  const { uses } = record as Tag;
  return (
    <section aria-label="Where it is used">
      <SectionHead title="Highlights with this tag">{uses} uses in all</SectionHead>
      <RecordTable kind={highlight} fixed={{ tag_id: record.id }} />
    </section>
  );
}
