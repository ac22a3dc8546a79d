import type { ReactNode } from "react";
import { records } from "@/api/records";
import { useMay, useRecordPath } from "@/shared/people/workspace-context";
import { ButtonLink, IconButton } from "@/shared/ui/button";
import { StrengthGlyph } from "@/shared/ui/strength-glyph";
import { toast, toastProblem } from "@/shared/ui/toasts";
import { useRefresh } from "../api";
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
  const refresh = useRefresh();

  async function judge({ strength, mark: how, word }: MarkKey, version: number): Promise<void> {
    try {
      const saved = await records.patch(highlight, mark.id, { strength, mark: how, version });
      const before = markKeys.find((each) => each.strength === mark.strength && each.mark === mark.mark);
      toast({
        message: `${mark.key}: ${word}`,
        undo: before && before.word !== word ? () => void judge(before, saved.version) : undefined,
      });
    } catch (error) {
      toastProblem(error);
    }
    await refresh();
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
            onClick={() => void judge(how, mark.version)}
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
