import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import type { RecordOut } from "@/api/types";
import type { Kind } from "../kind";
import { usePatch } from "../use-record";
import classes from "./editable-title.module.css";

/** The title, edited in place. */
export function EditableTitle({
  kind,
  record,
  mayEdit,
}: {
  kind: Kind;
  record: RecordOut;
  mayEdit: boolean;
}): ReactNode {
  const patch = usePatch(kind);
  const [text, setText] = useState(record.title);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => setText(record.title), [record.title]);

  if (!mayEdit) return record.title;

  function settle(): void {
    const title = text.trim().replaceAll(/\s+/g, " ");
    if (!title) setText(record.title);
    else if (title !== record.title) void patch(record, { title });
  }

  function press(event: KeyboardEvent): void {
    event.stopPropagation();
    if (event.key === "Escape") setText(record.title);
    if (event.key !== "Enter" && event.key !== "Escape") return;
    event.preventDefault();
    requestAnimationFrame(() => area.current?.blur());
  }

  return (
    <span className={classes.title} data-text={text}>
      <textarea
        ref={area}
        rows={1}
        aria-label="Title"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onBlur={settle}
        onKeyDown={press}
      />
    </span>
  );
}
