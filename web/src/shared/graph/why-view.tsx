import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { Link } from "react-router";
import type { NodeRef, WhyLink, WhyOut } from "@/api/types";
import { sentenceCase } from "@/shared/format/format";
import { useRecordPath } from "@/shared/people/workspace-context";
import { useServerKinds } from "@/shared/records/registry";
import { Segments } from "@/shared/ui/segments";
import { StateLabel } from "@/shared/ui/state-glyph";
import { EmptyState } from "@/shared/ui/states";
import { linkWord } from "./link-words";
import { layOut, type Placed } from "./why-layout";
import classes from "./why-view.module.css";

const card = { width: 208, height: 56, gapX: 104, gapY: 16 };

function x(placed: Placed): number {
  return placed.column * (card.width + card.gapX);
}

function y(placed: Placed): number {
  return placed.row * (card.height + card.gapY);
}

interface EdgeProps {
  link: WhyLink;
  at: ReadonlyMap<string, Placed>;
  /** Writes the relation onto the line; for as long as the lines are few. */
  withWord: boolean;
}

function Edge({ link, at, withWord }: EdgeProps): ReactNode {
  const a = at.get(link.source);
  const b = at.get(link.target);
  if (!a || !b) return null;
  const [left, right] = a.column <= b.column ? [a, b] : [b, a];
  const word = linkWord(link.kind, left === a ? "out" : "in");
  const fromX = x(left) + card.width;
  const fromY = y(left) + card.height / 2;
  const toX = left.column === right.column ? fromX : x(right);
  const toY = y(right) + card.height / 2;
  const bend = left.column === right.column ? card.gapX / 2 : (toX - fromX) / 2;
  const path = `M${fromX} ${fromY}C${fromX + bend} ${fromY} ${left.column === right.column ? toX + bend : toX - bend} ${toY} ${toX} ${toY}`;
  return (
    <g className={classes.edge} data-kind={link.kind}>
      <path d={path} />
      <title>{word}</title>
      {withWord && left.column !== right.column && (
        <text x={(fromX + toX) / 2} y={(fromY + toY) / 2 - 5}>
          {word}
        </text>
      )}
    </g>
  );
}

/** The state of a record on a day that has passed; what nobody kept is said to be unknown. */
function StateThen({ why, node }: { why: WhyOut; node: NodeRef }): ReactNode {
  if (!why.on) return null;
  if (why.unknown_states.includes(node.id))
    return (
      <span className={classes.then}>
        <StateLabel state="incomplete">not known</StateLabel>
      </span>
    );
  return node.state && <span className={classes.then}>{sentenceCase(node.state)}</span>;
}

function Card({ why, placed }: { why: WhyOut; placed: Placed }): ReactNode {
  const pathOf = useRecordPath();
  const kinds = useServerKinds();
  const { node } = placed;
  return (
    <Link
      className={classes.card}
      data-here={node.id === why.node.id || undefined}
      data-unknown={why.unknown_states.includes(node.id) || undefined}
      to={pathOf(node)}
      style={{ left: x(placed), top: y(placed), width: card.width, height: card.height }}
    >
      <span className={classes.kind}>
        <span className="mono">{node.key}</span>
        <span className="clip">{kinds.find((kind) => kind.name === node.kind)?.label ?? node.kind}</span>
        <StateThen why={why} node={node} />
      </span>
      <span className={classes.title}>{node.title}</span>
    </Link>
  );
}

function Graph({ why }: { why: WhyOut }): ReactNode {
  const layout = layOut(why);
  const at = new Map(layout.placed.map((placed) => [placed.node.id, placed]));
  const width = layout.columns * (card.width + card.gapX) - card.gapX / 2;
  const height = layout.rows * (card.height + card.gapY);
  const here = at.get(why.node.id);
  const middle = here ? x(here) + card.width / 2 : 0;
  const pane = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (pane.current) pane.current.scrollLeft = middle - pane.current.clientWidth / 2;
  }, [middle]);
  return (
    <div className={classes.scroll} ref={pane}>
      <div className={classes.graph} style={{ width, height }}>
        <svg
          width={width}
          height={height}
          role="img"
          aria-label={`${layout.placed.length} records and ${why.links.length} links; the outline says the same in words`}
        >
          {why.links.map((link) => (
            <Edge key={link.id} link={link} at={at} withWord={why.links.length <= 14} />
          ))}
        </svg>
        {layout.placed.map((placed) => (
          <Card key={placed.node.id} why={why} placed={placed} />
        ))}
      </div>
    </div>
  );
}

/** How the record before it in the walk stands to this one: "derives from INS-1". */
function relation(why: WhyOut, id: string): string {
  const link = why.links.find((each) => each.source === id || each.target === id);
  return link ? linkWord(link.kind, link.source === id ? "in" : "out") : "";
}

function Outline({
  why,
  title,
  nodes,
}: {
  why: WhyOut;
  title: string;
  nodes: readonly { node: NodeRef; depth: number }[];
}): ReactNode {
  const pathOf = useRecordPath();
  if (nodes.length === 0) return null;
  return (
    <section>
      <h2 className={classes.heading}>{title}</h2>
      <ul>
        {nodes.map(({ node, depth }) => (
          <li key={node.id} className={classes.line} style={{ paddingLeft: (depth - 1) * 24 }}>
            <span className="small three nowrap">{relation(why, node.id)}</span>
            <span className="mono three">{node.key}</span>
            <Link className={classes.name} to={pathOf(node)}>
              {node.title}
            </Link>
            <StateThen why={why} node={node} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const views = [
  { value: "graph", label: "Graph" },
  { value: "outline", label: "Outline" },
] as const;

/** Why a record exists and what came of it: as a picture, and in words. */
export function WhyView({ why }: { why: WhyOut }): ReactNode {
  const [view, setView] = useState<"graph" | "outline">("graph");
  if (why.upstream.length + why.downstream.length === 0)
    return (
      <EmptyState icon="branch" title={why.on ? "Nothing was linked yet" : "Nothing is linked yet"}>
        {why.on
          ? "On that day the record stood alone. A later day may show more."
          : "Link the evidence this rests on and the goal it serves, and the answer to “why” draws itself."}
      </EmptyState>
    );
  return (
    <>
      <div className={classes.tools}>
        <Segments label="View" options={views} value={view} onChange={setView} />
      </div>
      {view === "graph" ? (
        <Graph why={why} />
      ) : (
        <div className="stack">
          <Outline why={why} title="Rests on" nodes={why.upstream} />
          <Outline why={why} title="Led to" nodes={why.downstream} />
        </div>
      )}
    </>
  );
}
