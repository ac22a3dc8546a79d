import { useElementSize } from "@mantine/hooks";
import type { ReactNode } from "react";
import type { TurnOut } from "../api";
import type { Highlight } from "../kinds";
import classes from "./timeline.module.css";

const left = 62;
const height = 58;
const rows = { did: 10, said: 30 } as const;

interface Scale {
  at: (mark: Highlight) => number;
  ticks: { at: number; label: string }[];
}

/** Minutes where the turns have times, otherwise the place in the text. */
function scaleOf(turns: readonly TurnOut[], width: number): Scale {
  const last = Math.max(...turns.map((turn) => turn.end_ms ?? turn.start_ms ?? 0), 0);
  const room = Math.max(width - left - 6, 1);
  if (last === 0) {
    const length = turns.at(-1)?.end || 1;
    return {
      at: (mark) => left + (mark.start / length) * room,
      ticks: [
        { at: left, label: "start" },
        { at: left + room, label: "end" },
      ],
    };
  }
  const minutes = last / 60_000;
  const step = [1, 2, 5, 10, 20, 30, 60].find((each) => minutes / each <= 6) ?? 120;
  const ticks = Array.from({ length: Math.floor(minutes / step) + 1 }, (_, index) => ({
    at: left + ((index * step) / minutes) * room,
    label: index === 0 ? "0 min" : String(index * step),
  }));
  return { at: (mark) => left + ((mark.start_ms ?? 0) / last) * room, ticks };
}

function Dot({ mark, x }: { mark: Highlight; x: number }): ReactNode {
  const y = mark.mark === "said" ? rows.said : rows.did;
  if (mark.strength === "observed") return <circle cx={x} cy={y} r={4} className={classes.full} />;
  return (
    <>
      <circle
        cx={x}
        cy={y}
        r={3.5}
        className={classes.ring}
        strokeDasharray={mark.strength === "internal" ? "1.5 1.6" : undefined}
      />
      {mark.strength === "told" && (
        <path d={`M${x} ${y - 3.5}a3.5 3.5 0 0 0 0 7z`} className={classes.full} />
      )}
    </>
  );
}

interface Props {
  turns: readonly TurnOut[];
  marks: readonly Highlight[];
  current: string | null;
  onPick: (mark: Highlight) => void;
}

/** Where the marks lie: what was done above, what was said below. */
export function Timeline({ turns, marks, current, onPick }: Props): ReactNode {
  const { ref, width } = useElementSize();
  const scale = scaleOf(turns, width || 720);
  const said = marks.filter((mark) => mark.mark === "said").length;
  return (
    <div ref={ref} className={classes.timeline}>
      <svg
        width="100%"
        height={height}
        role="img"
        aria-label={`Where the ${marks.length} highlights lie: ${marks.length - said} did, ${said} said`}
      >
        {(["did", "said"] as const).map((row) => (
          <g key={row}>
            <text x={0} y={rows[row] + 4} className={classes.word}>
              {row}
            </text>
            <path d={`M${left} ${rows[row]}H${width || 720}`} className={classes.rail} />
          </g>
        ))}
        {scale.ticks.map((tick, index) => (
          <text
            key={tick.label}
            x={tick.at}
            y={55}
            className={classes.word}
            textAnchor={index === 0 ? "start" : tick.label === "end" ? "end" : "middle"}
          >
            {tick.label}
          </text>
        ))}
        {marks.map((mark) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the pointer; the list beside it has the keys
          <g
            key={mark.id}
            className={classes.dot}
            data-on={mark.id === current || undefined}
            onClick={() => onPick(mark)}
          >
            <title>{mark.quote}</title>
            <Dot mark={mark} x={scale.at(mark)} />
          </g>
        ))}
      </svg>
    </div>
  );
}
