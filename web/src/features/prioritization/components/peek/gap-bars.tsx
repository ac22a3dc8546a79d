import { Fragment, type ReactNode } from "react";
import type { Why } from "../../api";
import { formatScore } from "../../kinds";
import classes from "./peek.module.css";

const WIDTH = 200;
const ROOM = 44;
const LETTER = 7;

const signed = (value: number) => formatScore(value, { signed: true });

/** One zero line for all bars, with room for a value at the end of each. */
export function barScale(shares: readonly number[]): { zero: number; at: (share: number) => number } {
  const room = Math.max(ROOM, ...shares.map((share) => LETTER * (signed(share).length + 1)));
  const high = Math.max(0, ...shares);
  const low = Math.min(0, ...shares);
  const left = low < 0 ? room : 0;
  const span = high - low || 1;
  const zero = left + (-low / span) * (WIDTH - left - room);
  return { zero, at: (share) => zero + (share / span) * (WIDTH - left - room) };
}

/** What each column adds to the gap; the sum beneath can be checked. */
export function GapBars({ why }: { why: Why }): ReactNode {
  const { zero, at } = barScale(why.contributions.map(({ share }) => share));
  const [first, second] = [formatScore(why.first.score), formatScore(why.second.score)];
  return (
    <section className={classes.part}>
      <h3>What makes the gap</h3>
      <dl className={classes.bars}>
        {why.contributions.map(({ column, label, share, first: own, second: other }) => {
          const end = at(share);
          const says = `${label}: ${own} against ${other}, ${signed(share)}`;
          return (
            <Fragment key={column}>
              <dt className="clip" title={label}>
                {label}
              </dt>
              <dd>
                <svg viewBox={`0 0 ${WIDTH} 24`} width="100%" height={24} role="img" aria-label={says}>
                  <title>{says}</title>
                  <path d={`M${zero} 0V24`} className={classes.zero} />
                  <rect
                    x={Math.min(zero, end)}
                    y={5}
                    width={Math.max(1, Math.abs(end - zero))}
                    height={14}
                    rx={2}
                    className={share < 0 ? classes.loss : classes.gain}
                  />
                  <text
                    x={share < 0 ? end - 6 : end + 6}
                    y={16}
                    textAnchor={share < 0 ? "end" : "start"}
                    className={classes.value}
                  >
                    {signed(share)}
                  </text>
                </svg>
              </dd>
            </Fragment>
          );
        })}
      </dl>
      <p className={classes.sum}>
        <span>Gap in score</span>
        <span>
          {first} − {second} = {signed(why.gap)}
        </span>
      </p>
    </section>
  );
}
