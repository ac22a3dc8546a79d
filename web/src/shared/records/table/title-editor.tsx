import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import type { RecordOut } from "@/api/types";
import classes from "./record-table.module.css";

interface Props {
  record: RecordOut;
  onSave: (title: string) => void;
  onDone: () => void;
}

export function TitleEditor({ record, onSave, onDone }: Props): ReactNode {
  const [text, setText] = useState(record.title);
  const settled = useRef(false);

  function settle(keep: boolean): void {
    if (settled.current) return;
    settled.current = true;
    const title = text.trim();
    if (keep && title && title !== record.title) onSave(title);
    onDone();
  }

  function press(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.key === "Enter") settle(true);
    if (event.key === "Escape") settle(false);
  }

  return (
    <input
      className={classes.titleInput}
      aria-label={`Title of ${record.key}`}
      value={text}
      // biome-ignore lint/a11y/noAutofocus: the person has just asked to edit this very field
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={() => settle(true)}
      onKeyDown={press}
    />
  );
}
