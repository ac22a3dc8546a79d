import { generate } from "lean-qr/nano";
import { type ReactNode, useMemo } from "react";
import classes from "./qr-code.module.css";

/** The quiet border that readers need around a code. */
const margin = 4;

/** The dark modules of a code as one path. */
export function qrPath(text: string): { path: string; size: number } {
  const code = generate(text);
  let path = "";
  for (let y = 0; y < code.size; y += 1)
    for (let x = 0; x < code.size; x += 1) if (code.get(x, y)) path += `M${x + margin} ${y + margin}h1v1h-1z`;
  return { path, size: code.size + 2 * margin };
}

/** A text for a phone's camera, drawn here; always dark on light, because readers expect it. */
export function QrCode({ text, says }: { text: string; says: string }): ReactNode {
  const { path, size } = useMemo(() => qrPath(text), [text]);
  return (
    <svg viewBox={`0 0 ${size} ${size}`} className={classes.code} role="img" aria-label={says}>
      <path d={path} className={classes.dark} shapeRendering="crispEdges" />
    </svg>
  );
}
