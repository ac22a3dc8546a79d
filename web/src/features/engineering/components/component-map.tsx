import { useElementSize } from "@mantine/hooks";
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from "react";
import { Link } from "react-router";
import { formatNumber, plural } from "@/shared/format/format";
import { useRecordPath } from "@/shared/people/workspace-context";
import { Icon } from "@/shared/ui/icon";
import { component as kind } from "../kinds";
import { card, type Line, layOut, type MapLayout, nextTo, type Placed, type Way } from "../map-layout";
import { besideOf, type Narrowed } from "../narrowing";
import { lookOfFlag } from "../words";
import classes from "./component-map.module.css";

type MapNode = Narrowed["nodes"][number];

interface CardProps {
  node: MapNode;
  isAsked: boolean;
  isCentre: boolean;
  isFaint: boolean;
  at?: Placed;
  onLight: (id: string | null) => void;
  onStep?: (id: string, way: Way) => void;
}

const ways: Readonly<Record<string, Way>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

/** What is on record about a component, as short as it gets. */
function Marks({
  node: { constraints, severity, debts, interest_hours: hours },
}: {
  node: MapNode;
}): ReactNode {
  const grave = severity && severity !== "note" ? lookOfFlag({ severity }) : null;
  const tone = grave?.state === "off_track" ? "worse" : grave?.state === "at_risk" ? "undecided" : undefined;
  return (
    <span className={classes.marks}>
      {constraints > 0 && (
        <span className={tone} title={plural(constraints, "constraint")}>
          <Icon name={grave ? "alert" : "limit"} size="small" />
          {constraints}
          <span className="sr">{constraints === 1 ? " constraint" : " constraints"}</span>
        </span>
      )}
      {debts > 0 && (
        <span title={`${plural(debts, "debt")}, ${formatNumber(hours, { unit: "h" })} a week`}>
          <Icon name="branch" size="small" />
          {hours > 0 ? formatNumber(hours, { digits: 0, unit: "h" }) : debts}
          <span className="sr"> a week of debt</span>
        </span>
      )}
    </span>
  );
}

/** A component, with what is on record about it. */
function Card({ node, isAsked, isCentre, isFaint, at, onLight, onStep }: CardProps): ReactNode {
  const pathOf = useRecordPath();
  const { component, severity } = node;
  const step = (event: KeyboardEvent) => {
    const way = ways[event.key];
    if (!way || !onStep) return;
    event.preventDefault();
    onStep(component.id, way);
  };
  return (
    <Link
      className={classes.card}
      to={pathOf({ ...kind, id: component.id })}
      style={{ ...card, ...at }}
      data-id={component.id}
      data-beyond={!isAsked || undefined}
      data-centre={isCentre || undefined}
      data-faint={isFaint || undefined}
      data-severity={severity ?? undefined}
      onMouseEnter={() => onLight(component.id)}
      onMouseLeave={() => onLight(null)}
      onFocus={() => onLight(component.id)}
      onBlur={() => onLight(null)}
      onKeyDown={step}
    >
      <span className={classes.title}>{component.title}</span>
      <span className={classes.facts}>
        <span className="clip">{component.type || component.team?.name}</span>
        <Marks node={node} />
      </span>
    </Link>
  );
}

interface LinesProps {
  lines: readonly Line[];
  circling: ReadonlySet<string>;
  lit: string | null;
}

function Lines({ lines, circling, lit }: LinesProps): ReactNode {
  return lines.map(({ id, source, target, isProvided, path }) => (
    <path
      key={id}
      className={classes.line}
      d={path}
      markerEnd="url(#map-arrow)"
      data-provided={isProvided || undefined}
      data-circle={(circling.has(source) && circling.has(target)) || undefined}
      data-lit={(lit !== null && (source === lit || target === lit)) || undefined}
      data-faint={(lit !== null && source !== lit && target !== lit) || undefined}
    />
  ));
}

const smallest = 0.35;

/** Small enough to be seen at once, as far as it can still be read at all. */
function zoomInto(width: number, layout: MapLayout): number {
  const whole = Math.min(width / layout.width, (0.7 * window.innerHeight) / layout.height);
  return Math.min(1, Math.max(smallest, whole));
}

/** Components in layers, each left of what it needs; what is pointed at or focused lights up with its neighbours. */
export function ComponentMapView({ map, isWhole }: { map: Narrowed; isWhole: boolean }): ReactNode {
  const layout = useMemo(() => layOut(map), [map]);
  const beside = useMemo(() => besideOf(map), [map]);
  const circling = useMemo(() => new Set(map.circles.flatMap(({ members }) => members)), [map]);
  const nodes = useMemo(() => new Map(map.nodes.map((node) => [node.component.id, node])), [map]);
  const [lit, setLit] = useState<string | null>(null);
  const { ref: pane, width } = useElementSize();
  const drawing = useRef<HTMLDivElement>(null);
  const zoom = isWhole && width > 0 ? zoomInto(width, layout) : 1;

  const step = (id: string, way: Way) => {
    const next = nextTo(layout.placed, id, way);
    drawing.current?.querySelector<HTMLElement>(`[data-id="${next}"]`)?.focus();
  };
  const cardOf = (id: string, at?: Placed) => {
    const node = nodes.get(id);
    const isFaint = lit !== null && lit !== id && !beside.get(lit)?.has(id);
    return (
      node && (
        <Card
          key={id}
          node={node}
          at={at}
          isAsked={map.asked.has(id)}
          isCentre={id === map.centre}
          isFaint={isFaint}
          onLight={setLit}
          onStep={at && step}
        />
      )
    );
  };

  return (
    <>
      <div className={classes.pane} ref={pane}>
        <div
          ref={drawing}
          className={classes.drawing}
          style={{ width: layout.width, height: layout.height, zoom }}
        >
          <svg
            width={layout.width}
            height={layout.height}
            role="img"
            aria-label={`${plural(layout.placed.length, "component")} and ${plural(layout.lines.length, "dependency", "dependencies")}; the list says the same in words`}
          >
            <defs>
              <marker
                id="map-arrow"
                viewBox="0 0 8 8"
                refX="7"
                refY="4"
                markerWidth="7"
                markerHeight="7"
                orient="auto"
              >
                <path d="M0 0 8 4 0 8z" fill="context-stroke" />
              </marker>
            </defs>
            <Lines lines={layout.lines} circling={circling} lit={lit} />
          </svg>
          {layout.placed.map((at) => cardOf(at.id, at))}
        </div>
      </div>
      {layout.alone.length > 0 && (
        <section aria-label="On their own">
          <h2 className={classes.heading}>On their own</h2>
          <div className={classes.alone}>{layout.alone.map((id) => cardOf(id))}</div>
        </section>
      )}
    </>
  );
}
