import { memo, type ReactNode } from "react";
import { classNames } from "@/shared/ui/classes";
import { StrengthGlyph } from "@/shared/ui/strength-glyph";
import type { TurnOut } from "../api";
import type { Highlight } from "../kinds";
import { clockOf } from "./marks";
import { cut } from "./spans";
import classes from "./transcript.module.css";

export type Voice = "customer" | "team" | "note";

interface Props {
  turn: TurnOut;
  voice: Voice;
  marks: readonly Highlight[];
  current: string | null;
  onPick: (id: string) => void;
}

function Words({ turn, marks, current, onPick }: Omit<Props, "voice">): ReactNode {
  let place = turn.begin;
  return cut(turn.text, turn.begin, marks).map(({ text, covers }) => {
    const key = place;
    place += text.length;
    const top = covers.at(-1);
    if (!top) return <span key={key}>{text}</span>;
    const isOn = covers.some((each) => each.id === current);
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: the list of marks beside the text has the keys
      <mark
        key={key}
        id={key === Math.max(top.start, turn.begin) ? `mark-${top.id}` : undefined}
        className={classNames(classes.mark, top.mark === "said" ? classes.said : classes.did)}
        data-on={isOn || undefined}
        title={`${top.strength}, ${top.mark}`}
        onClick={() => onPick(top.id)}
      >
        {text}
      </mark>
    );
  });
}

/** One person's words, with the marks in them and how firm each is at the right. */
export const TurnRow = memo(function TurnRow({ turn, voice, marks, current, onPick }: Props): ReactNode {
  const begun = marks.filter((mark) => turn.begin <= mark.start && mark.start < turn.end);
  return (
    <div className={classes.turn} data-voice={voice} id={`turn-${turn.index}`} tabIndex={-1}>
      <time className={classes.at}>{clockOf(turn.start_ms)}</time>
      <span className={classes.who}>{turn.speaker}</span>
      <div className={classes.what} data-turn={turn.index}>
        <Words turn={turn} marks={marks} current={current} onPick={onPick} />
      </div>
      <span className={classes.gutter}>
        {begun.map((mark) => (
          <button key={mark.id} type="button" className={classes.sign} onClick={() => onPick(mark.id)}>
            <StrengthGlyph strength={mark.strength} />
            {mark.mark}
          </button>
        ))}
      </span>
    </div>
  );
});
