import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { StrengthGlyph } from "@/shared/ui/strength-glyph";
import classes from "./mark-bar.module.css";
import { type MarkKey, markKeys } from "./marks";

interface Props {
  at: DOMRect;
  busy: boolean;
  onMark: (how: MarkKey) => void;
}

/** The ways to mark what is selected, above the selection; each has its key. */
export function MarkBar({ at, busy, onMark }: Props): ReactNode {
  const bar = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ left: at.left, top: at.top });
  useLayoutEffect(() => {
    const size = bar.current?.getBoundingClientRect();
    if (!size) return;
    const middle = at.left + at.width / 2 - size.width / 2;
    const left = Math.min(Math.max(8, middle), window.innerWidth - size.width - 8);
    const above = at.top - size.height - 8;
    setPlace({
      left,
      top: above < 56 ? Math.min(at.bottom + 8, window.innerHeight - size.height - 8) : above,
    });
  }, [at]);
  return (
    <div ref={bar} className={classes.bar} style={place} role="toolbar" aria-label="Mark what is selected">
      {markKeys.map((how) => (
        <button
          key={how.key}
          type="button"
          className={classes.way}
          disabled={busy}
          aria-keyshortcuts={how.key}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onMark(how)}
        >
          <StrengthGlyph strength={how.strength} />
          {how.word}
          <kbd>{how.key.toUpperCase()}</kbd>
        </button>
      ))}
    </div>
  );
}
