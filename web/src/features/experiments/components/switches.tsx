import { type ReactNode, useId } from "react";
import { sentenceCase } from "@/shared/format/format";
import { Segments } from "@/shared/ui/segments";
import type { Readout } from "../kinds";
import { isRuling, plainView, type View } from "../view";
import classes from "./readout.module.css";

const effects = [
  { value: "relative", label: "Relative" },
  { value: "absolute", label: "Absolute" },
] as const;
const methods = [
  { value: "sequential", label: "Sequential" },
  { value: "fixed", label: "Fixed" },
  { value: "bayesian", label: "Bayesian" },
] as const;
const states = [
  { value: "on", label: "On" },
  { value: "off", label: "Off" },
] as const;

const noCovariate = "Needs a covariate: a column from before the start that goes with the metric.";

function Named({ name, children }: { name: string; children: ReactNode }): ReactNode {
  return (
    <div className={classes.switch}>
      <span className="small three" aria-hidden="true">
        {name}
      </span>
      {children}
    </div>
  );
}

function SegmentChoice({
  segments,
  value,
  onChoose,
}: {
  segments: readonly string[];
  value: string;
  onChoose: (segment: string) => void;
}): ReactNode {
  const id = useId();
  return (
    <div className={classes.switch}>
      <label htmlFor={id} className="small three">
        Segment
      </label>
      <select
        id={id}
        className={classes.choose}
        value={segments.includes(value) ? value : ""}
        disabled={segments.length === 0}
        title={segments.length === 0 ? "Name columns to split by when the results are uploaded." : undefined}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        <option value="">{segments.length === 0 ? "None in the results" : "Everyone"}</option>
        {segments.map((segment) => (
          <option key={segment} value={segment}>
            By {sentenceCase(segment).toLowerCase()}
          </option>
        ))}
      </select>
    </div>
  );
}

interface Props {
  readout: Readout;
  view: View;
  turn: (changes: Partial<View>) => void;
}

/** How the numbers are looked at. The decision that rules does not follow them, and it is said when they differ. */
export function Switches({ readout, view, turn }: Props): ReactNode {
  const { has_covariate: hasCovariate } = readout;
  return (
    <div className={classes.switches}>
      <Named name="Effect">
        <Segments
          label="Effect"
          options={effects}
          value={view.effect}
          onChange={(effect) => turn({ effect })}
        />
      </Named>
      <Named name="Method">
        <Segments
          label="Method"
          options={methods}
          value={view.method}
          onChange={(method) => turn({ method })}
        />
      </Named>
      <Named name="CUPED">
        <Segments
          label="CUPED"
          options={states}
          value={hasCovariate ? view.cuped : "off"}
          disabled={hasCovariate ? undefined : noCovariate}
          onChange={(cuped) => turn({ cuped })}
        />
      </Named>
      <SegmentChoice
        segments={readout.segments}
        value={view.segment}
        onChoose={(segment) => turn({ segment })}
      />
      {!hasCovariate && <p className={classes.why}>CUPED: {noCovariate.toLowerCase()}</p>}
    </div>
  );
}

/** Said while somebody looks in another way than the conclusion does. */
export function OtherView({
  readout,
  ruling,
  view,
  turn,
}: Props & { ruling: Readout | undefined }): ReactNode {
  if (isRuling(view) || !ruling) return null;
  const isSame = ruling.decision.headline === readout.decision.headline;
  return (
    <p className={classes.other} role="status">
      {isSame ? (
        <>
          Looked at this way it says the same: <b>{readout.decision.headline}</b>.
        </>
      ) : (
        <>
          Looked at this way it would say: <b>{readout.decision.headline}</b>. What counts is the sequential,
          relative readout: <b>{ruling.decision.headline}</b>.
        </>
      )}{" "}
      <button type="button" className="link" onClick={() => turn({ ...plainView, segment: view.segment })}>
        Back to what counts
      </button>
    </p>
  );
}
