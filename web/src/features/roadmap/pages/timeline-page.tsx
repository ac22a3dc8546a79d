import { type ReactNode, useCallback, useMemo, useState } from "react";
import { Link } from "react-router";
import { todayIn } from "@/shared/format/dates";
import { formatNumber, plural } from "@/shared/format/format";
import { useTouch } from "@/shared/hooks/use-touch";
import { useMay, useTimeZone, useWorkspace } from "@/shared/people/workspace-context";
import { PracticePage } from "@/shared/practice/practice-page";
import { ButtonLink } from "@/shared/ui/button";
import { Paper, type PaperHands, usePaper } from "@/shared/ui/paper";
import { Segments } from "@/shared/ui/segments";
import { EmptyState, ProblemState, Skeleton } from "@/shared/ui/states";
import type { BoardFilter } from "../api";
import { type Axis, dayOf, extentOf, fitAxis, makeAxis, type Zoom } from "../axis";
import { DatesDialog } from "../components/dates-dialog";
import { ExportMenu } from "../components/export-menu";
import { Filters, useSaidFilter } from "../components/filters";
import classes from "../components/timeline.module.css";
import { TimelineChart } from "../components/timeline-chart";
import { paperWidths, TimelineSheet } from "../components/timeline-sheet";
import { ViewSwitcher } from "../components/view-switcher";
import { Viewed } from "../components/viewed";
import { makeRows, type Row } from "../lanes";
import {
  type Dates,
  type Item,
  type Lane,
  type LaneBy,
  type Timeline,
  useLanes,
  useTimeline,
} from "../timeline-api";
import { filterOf, type SetAddress, useAddress } from "../use-address";

const groupings: readonly { value: LaneBy | "none"; label: string }[] = [
  { value: "none", label: "None" },
  { value: "objective", label: "Objective" },
  { value: "team", label: "Team" },
  { value: "segment", label: "Segment" },
];
const zooms: readonly { value: Zoom; label: string }[] = [
  { value: "quarter", label: "Quarters" },
  { value: "month", label: "Months" },
];
const noLanes: readonly Lane[] = [];

const dragged = "Drag a bar or its end. Or focus it, press the arrows, with Alt for its end, then Enter.";
const touched = "Tap a bar to give it other dates.";
const legend = "Dashed: not committed. Filled: being built. Red: starts too early, or misses its deadline.";

function saysOf(timeline: Timeline | undefined, hint: string): string {
  if (!timeline) return "When each initiative is worked on, and what waits for what.";
  const dated = `${plural(timeline.total, "initiative has", "initiatives have")} dates.`;
  const broken = timeline.dependencies.filter((each) => each.is_violated).length;
  const violated =
    broken > 0
      ? ` ${plural(broken, "starts before what it waits for", "start before what they wait for")} is done.`
      : "";
  return `${dated}${violated}${timeline.total > 0 && hint ? ` ${hint}` : ""}`;
}

function Tools({
  filter,
  by,
  zoom,
  paper,
  onChange,
}: {
  filter: BoardFilter;
  by: LaneBy | null;
  zoom: Zoom;
  paper: PaperHands;
  onChange: SetAddress;
}): ReactNode {
  return (
    <div className={classes.tools}>
      <ViewSwitcher shape="timeline" />
      <Filters filter={filter} onChange={onChange} />
      <div className={classes.group}>
        <span className="small three">Lanes</span>
        <Segments
          label="Lanes"
          options={groupings}
          value={by ?? "none"}
          onChange={(value) => onChange({ by: value === "none" ? "" : value })}
        />
      </div>
      <div className={classes.group}>
        <span className="small three">Scale</span>
        <Segments
          label="Scale"
          options={zooms}
          value={zoom}
          onChange={(value) => onChange({ zoom: value === "quarter" ? "" : value })}
        />
      </div>
      <span className={classes.right}>
        <ExportMenu
          query={{ ...filter }}
          onPicture={() => paper.savePicture("roadmap-timeline.png")}
          onPrint={() => window.print()}
        />
      </span>
    </div>
  );
}

function Notes({ timeline }: { timeline: Timeline }): ReactNode {
  const { slug } = useWorkspace();
  const { items, total, undated } = timeline;
  return (
    <div className={classes.notes}>
      {total > items.length && (
        <p className="small two">
          The earliest {formatNumber(items.length)} of {formatNumber(total)} are shown. Choose a team or an
          owner to see the others.
        </p>
      )}
      {undated > 0 && (
        <p className="small two">
          {plural(undated, "open initiative has", "open initiatives have")} no dates yet.{" "}
          <Link className="link" to={`/w/${slug}/roadmap/initiatives?sort=target_on`}>
            See the table
          </Link>
        </p>
      )}
      <p className={`${classes.legend} small three`}>{legend}</p>
    </div>
  );
}

function Nothing({ undated }: { undated: number }): ReactNode {
  const { slug } = useWorkspace();
  return (
    <EmptyState
      icon="roadmap"
      title="Nothing has dates yet"
      actions={<ButtonLink to={`/w/${slug}/roadmap/initiatives`}>Open the table</ButtonLink>}
    >
      {undated > 0
        ? `${plural(undated, "open initiative waits", "open initiatives wait")} for a start or a target. Give them one in the table.`
        : "Initiatives stand here from their start to their target, with what they wait for."}
    </EmptyState>
  );
}

function daysOf({ items, milestones }: Timeline): number[] {
  const extents = items.flatMap((item) => extentOf(item) ?? []);
  return [
    ...extents.flatMap(({ from, to }) => [from, to]),
    ...milestones.flatMap(({ due_on: day }) => (day ? [dayOf(day)] : [])),
  ];
}

interface Shown {
  timeline: Timeline;
  lanes: readonly Lane[];
  by: LaneBy | null;
  zoom: Zoom;
  paper: PaperHands;
  filter: BoardFilter;
}

function OnPaper({
  rows,
  axis,
  today,
  paper,
  filter,
  timeline,
}: {
  rows: readonly Row[];
  axis: Axis;
  today: number;
  paper: PaperHands;
  filter: BoardFilter;
  timeline: Timeline;
}): ReactNode {
  const width = paperWidths.sheet - paperWidths.names;
  const said = useSaidFilter(filter);
  return (
    <Paper paper={paper} title="Roadmap over time" says={said} legend={legend}>
      {(medium) => (
        <TimelineSheet
          medium={medium}
          rows={rows}
          axis={medium === "print" ? fitAxis(daysOf(timeline), today, width) : axis}
          today={today}
          timeline={timeline}
        />
      )}
    </Paper>
  );
}

function Chart({ timeline, lanes, by, zoom, paper, filter }: Shown): ReactNode {
  const may = useMay();
  const today = dayOf(todayIn(useTimeZone()));
  const [moving, setMoving] = useState<{ item: Item; to: Dates } | null>(null);
  const rows = useMemo(() => makeRows(timeline.items, lanes, by), [timeline.items, lanes, by]);
  const axis = useMemo(() => makeAxis(daysOf(timeline), today, zoom), [timeline, today, zoom]);
  const move = useCallback((item: Item, to: Dates) => setMoving({ item, to }), []);
  const drawn = { rows, axis, today };
  return (
    <>
      <TimelineChart
        key={by ?? "none"}
        {...drawn}
        dependencies={timeline.dependencies}
        milestones={timeline.milestones}
        mayEdit={may.edit}
        held={moving?.item.id ?? null}
        onMove={move}
      />
      <Notes timeline={timeline} />
      <OnPaper {...drawn} paper={paper} filter={filter} timeline={timeline} />
      {moving && <DatesDialog {...moving} onClose={() => setMoving(null)} />}
    </>
  );
}

function TimelineView(): ReactNode {
  const may = useMay();
  const isTouched = useTouch();
  const paper = usePaper();
  const [search, setSearch] = useAddress();
  const filter = filterOf(search);
  const by = groupings.find(({ value }) => value === search.get("by"))?.value ?? "none";
  const lane = by === "none" ? null : by;
  const zoom: Zoom = search.get("zoom") === "month" ? "month" : "quarter";
  const { data, error, refetch } = useTimeline(filter);
  const lanes = useLanes(filter, lane);
  const wrong = error ?? lanes.error;
  const isReady = data !== undefined && (lane === null || lanes.data !== undefined);
  const hint = may.edit ? (isTouched ? touched : dragged) : "";
  const shown = { by: lane, zoom, filter, paper };
  return (
    <PracticePage practice="roadmap" title="Roadmap" sub={saysOf(data, hint)}>
      <Tools {...shown} onChange={setSearch} />
      {wrong && <ProblemState error={wrong} onRetry={() => void (error ? refetch() : lanes.refetch())} />}
      {!wrong && !isReady && <Skeleton rows={8} />}
      {!wrong && isReady && data.items.length === 0 && <Nothing undated={data.undated} />}
      {!wrong && isReady && data.items.length > 0 && (
        <Chart {...shown} timeline={data} lanes={lanes.data?.lanes ?? noLanes} />
      )}
    </PracticePage>
  );
}

/** The initiatives over time, in lanes, with what waits for what. */
export default function TimelinePage(): ReactNode {
  return (
    <Viewed>
      <TimelineView />
    </Viewed>
  );
}
