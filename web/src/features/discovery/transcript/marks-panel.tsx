import type { ReactNode } from "react";
import { useMay } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { SectionHead } from "@/shared/ui/page-head";
import { StrengthGlyph, strengths } from "@/shared/ui/strength-glyph";
import type { Highlight } from "../kinds";
import { MarkItem } from "./mark-item";
import { countStrengths, markKeys } from "./marks";
import classes from "./marks-panel.module.css";

interface Props {
  marks: readonly Highlight[];
  current: string | null;
  chosen: ReadonlySet<string>;
  tagging: boolean;
  onTagging: (open: boolean) => void;
  onPick: (id: string) => void;
  onChoose: (id: string) => void;
  onRemove: (mark: Highlight) => void;
  onInsight: () => void;
}

function Tally({ marks }: { marks: readonly Highlight[] }): ReactNode {
  const counts = countStrengths(marks);
  return (
    <p className={classes.tally}>
      {strengths.map((each) => (
        <span key={each} className="row">
          <StrengthGlyph strength={each} />
          {counts[each]} {each}
        </span>
      ))}
    </p>
  );
}

/** All marks of the document, how firm they are, and what to make of them. */
export function MarksPanel(props: Props): ReactNode {
  const { marks, chosen, current, onInsight } = props;
  const may = useMay();
  return (
    <section aria-label="Marks in this document">
      <SectionHead title="Marks in this document" count={marks.length} />
      <Tally marks={marks} />
      {may.write && (
        <p className={classes.hint}>
          Select words, or move with <kbd>J</kbd> <kbd>K</kbd> and <kbd>←</kbd> <kbd>→</kbd>, and press{" "}
          {markKeys.map((how) => (
            <span key={how.key} className="nowrap">
              <kbd>{how.key.toUpperCase()}</kbd> {how.word}{" "}
            </span>
          ))}
        </p>
      )}
      {may.write && marks.length > 0 && (
        <div className={classes.acts}>
          <Button look={chosen.size > 0 ? "primary" : "default"} size="small" onClick={onInsight}>
            {chosen.size > 0 ? `Create insight from ${chosen.size}` : "Create insight from all"}
          </Button>
          <span className="small three">{chosen.size > 0 ? "" : "or choose some below"}</span>
        </div>
      )}
      <ul className={classes.list}>
        {marks.map((mark) => (
          <MarkItem
            key={mark.id}
            mark={mark}
            isCurrent={mark.id === current}
            isChosen={chosen.has(mark.id)}
            tagging={props.tagging && mark.id === current}
            onTagging={props.onTagging}
            onPick={() => props.onPick(mark.id)}
            onChoose={() => props.onChoose(mark.id)}
            onRemove={() => props.onRemove(mark)}
          />
        ))}
      </ul>
    </section>
  );
}
