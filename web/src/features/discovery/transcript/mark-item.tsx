import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useMay, useRecordPath } from "@/shared/people/workspace-context";
import { usePatch } from "@/shared/records/use-record";
import { ButtonLink, IconButton } from "@/shared/ui/button";
import { StrengthGlyph } from "@/shared/ui/strength-glyph";
import { marksKey } from "../api";
import { TagList } from "../components/tag-list";
import { TagPicker } from "../components/tag-picker";
import { type Highlight, highlight } from "../kinds";
import { clockOf, type MarkKey, markKeys } from "./marks";
import classes from "./marks-panel.module.css";

interface Props {
  mark: Highlight;
  isCurrent: boolean;
  isChosen: boolean;
  tagging: boolean;
  onTagging: (open: boolean) => void;
  onPick: () => void;
  onChoose: () => void;
  onRemove: () => void;
}

/** How a mark is judged, changed with one press. */
function Ways({ mark }: { mark: Highlight }): ReactNode {
  const client = useQueryClient();
  const patch = usePatch(highlight);

  async function judge({ strength, mark: how }: MarkKey): Promise<void> {
    await patch(mark, { strength, mark: how });
    await client.invalidateQueries({ queryKey: marksKey(mark.document.id) });
  }

  return (
    <div className={classes.ways} role="radiogroup" aria-label="How firm is it?">
      {markKeys.map((how) => {
        const isOn = how.strength === mark.strength && how.mark === mark.mark;
        return (
          // biome-ignore lint/a11y/useSemanticElements: glyph and word in one press, as on the bar over the text
          <button
            key={how.key}
            type="button"
            role="radio"
            aria-checked={isOn}
            className={classes.way}
            onClick={() => void judge(how)}
          >
            <StrengthGlyph strength={how.strength} />
            {how.word}
          </button>
        );
      })}
    </div>
  );
}

export function MarkItem(props: Props): ReactNode {
  const { mark, isCurrent, isChosen, tagging, onTagging, onPick, onChoose, onRemove } = props;
  const may = useMay();
  const pathOf = useRecordPath();
  return (
    <li className={classes.item} data-on={isCurrent || undefined} id={`item-${mark.id}`}>
      {may.write && (
        <input
          type="checkbox"
          className={classes.choose}
          aria-label={`Choose ${mark.key} for an insight`}
          checked={isChosen}
          onChange={onChoose}
        />
      )}
      <div className={classes.about}>
        <button type="button" className={classes.quote} aria-expanded={isCurrent} onClick={onPick}>
          <StrengthGlyph strength={mark.strength} />
          <span className={classes.words}>{mark.quote}</span>
          <span className="small three nowrap">{clockOf(mark.start_ms)}</span>
        </button>
        <TagList tags={mark.tags} />
        {isCurrent && may.write && (
          <>
            <Ways mark={mark} />
            <div className={classes.acts}>
              <TagPicker nodeId={mark.id} carried={mark.tags} open={tagging} onOpen={onTagging} />
              <ButtonLink size="small" look="quiet" icon="link" to={pathOf({ ...highlight, id: mark.id })}>
                {mark.key}
              </ButtonLink>
              <span className="grow" />
              <IconButton size="small" icon="trash" label={`Remove ${mark.key}`} onClick={onRemove} />
            </div>
          </>
        )}
      </div>
    </li>
  );
}
