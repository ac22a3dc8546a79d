import { type KeyboardEvent, type ReactNode, useRef, useState } from "react";
import { Button, IconButton } from "@/shared/ui/button";
import { Markdown } from "./markdown";
import classes from "./text-editor.module.css";
import { type Edit, marks } from "./text-marks";

interface Props {
  label: string;
  initial: string;
  onSave: (text: string) => void;
  onCancel: () => void;
}

const tools = [
  { mark: "bold", label: "Bold", face: "B" },
  { mark: "italic", label: "Emphasis", face: "I" },
  { mark: "heading", label: "Heading", face: "H" },
  { mark: "list", label: "List", face: "•" },
  { mark: "quote", label: "Quote", face: "“" },
  { mark: "code", label: "Code", face: "<>" },
] as const;

/** Plain text with Markdown's marks at hand and a look at the result. */
export function TextEditor({ label, initial, onSave, onCancel }: Props): ReactNode {
  const [text, setText] = useState(initial);
  const [looking, setLooking] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);

  function apply(mark: keyof typeof marks): void {
    const node = area.current;
    if (!node) return;
    const edit: Edit = marks[mark](text, node.selectionStart, node.selectionEnd);
    setText(edit.text);
    requestAnimationFrame(() => {
      node.focus();
      node.setSelectionRange(edit.from, edit.to);
    });
  }

  function press(event: KeyboardEvent): void {
    event.stopPropagation();
    const mod = event.metaKey || event.ctrlKey;
    if (event.key === "Escape" && text === initial) onCancel();
    else if (mod && event.key === "Enter") onSave(text);
    else if (mod && event.key === "b") apply("bold");
    else if (mod && event.key === "i") apply("italic");
    else return;
    event.preventDefault();
  }

  return (
    <div className={classes.editor}>
      <div className={classes.bar} role="toolbar" aria-label="Marks">
        {tools.map((tool) => (
          <Button
            key={tool.mark}
            look="quiet"
            size="small"
            aria-label={tool.label}
            title={tool.label}
            disabled={looking}
            onClick={() => apply(tool.mark)}
          >
            {tool.face}
          </Button>
        ))}
        <IconButton icon="link" size="small" label="Link" disabled={looking} onClick={() => apply("link")} />
        <span className="grow" />
        <Button look="quiet" size="small" aria-pressed={looking} onClick={() => setLooking(!looking)}>
          {looking ? "Write" : "Look"}
        </Button>
      </div>
      {looking ? (
        <div className={classes.look}>
          <Markdown text={text || "*Nothing written yet.*"} />
        </div>
      ) : (
        <textarea
          ref={area}
          className={classes.area}
          aria-label={label}
          // biome-ignore lint/a11y/noAutofocus: the person has just asked to edit this very text
          autoFocus
          value={text}
          rows={Math.max(6, text.split("\n").length + 1)}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={press}
        />
      )}
      <div className={classes.foot}>
        <span className="small three grow">Markdown. Ctrl Enter saves.</span>
        <Button onClick={onCancel}>Cancel</Button>
        <Button look="primary" onClick={() => onSave(text)}>
          Save
        </Button>
      </div>
    </div>
  );
}
