import type { ReactNode } from "react";
import { Link } from "react-router";
import type { RecordOut } from "@/api/types";
import { useRecordPath } from "@/shared/people/workspace-context";
import { StrengthGlyph } from "@/shared/ui/strength-glyph";
import { document, type Highlight } from "../kinds";
import { clockOf } from "../transcript/marks";
import classes from "./rows.module.css";

/** The words themselves, and the way back to where they were said. */
export default function QuoteSection({ record }: { record: RecordOut }): ReactNode {
  const highlight = record as Highlight;
  const pathOf = useRecordPath();
  return (
    <figure>
      <blockquote className={classes.quote}>{highlight.quote}</blockquote>
      <figcaption className={classes.source}>
        <StrengthGlyph strength={highlight.strength} withWord />
        {highlight.speaker && <span>{highlight.speaker}</span>}
        <span>{clockOf(highlight.start_ms)}</span>
        <Link className="link" to={pathOf({ ...document, id: highlight.document.id })}>
          {highlight.document.title}
        </Link>
      </figcaption>
    </figure>
  );
}
