import { type ReactNode, useState } from "react";
import type { RecordOut } from "@/api/types";
import { useMay } from "@/shared/people/workspace-context";
import { SectionHead } from "@/shared/ui/page-head";
import type { Feedback, Highlight } from "../kinds";
import { TagList } from "./tag-list";
import { TagPicker } from "./tag-picker";

/** The tags of a highlight or of feedback. */
export default function TagsSection({ record }: { record: RecordOut }): ReactNode {
  const { tags } = record as Highlight | Feedback;
  const may = useMay();
  const [open, setOpen] = useState(false);
  return (
    <section aria-label="Tags">
      <SectionHead title="Tags" count={tags.length || undefined}>
        {may.write && <TagPicker nodeId={record.id} carried={tags} open={open} onOpen={setOpen} />}
      </SectionHead>
      <TagList tags={tags} />
    </section>
  );
}
