import { type ReactNode, useRef, useState } from "react";
import { send } from "@/api/client";
import { asProblem, type Problem } from "@/api/problem";
import type { components } from "@/api/schema";
import { formatNumber, plural } from "@/shared/format/format";
import { FileDrop } from "@/shared/io/file-drop";
import { Button } from "@/shared/ui/button";
import { CheckField, SelectField, TextField } from "@/shared/ui/inputs";
import { SectionHead } from "@/shared/ui/page-head";
import { ProblemState, Progress } from "@/shared/ui/states";
import type { Readout } from "../kinds";
import { DataQuality } from "./data-quality";
import { EffectTable } from "./effect-table";
import classes from "./readout.module.css";

type Report = Omit<components["schemas"]["ReportOut"], "detail"> & {
  detail: {
    readout: Readout;
    control: string;
    units: number;
    ignored: string[];
    experiment: { id: string } | null;
  };
};
type Options = Record<string, string>;

const path = "/api/imports/experiment";
const megabytes = 1_000_000;

function formOf(file: File, options: Options, isDry: boolean): FormData {
  const form = new FormData();
  form.append("file", file);
  form.append("options", JSON.stringify({ dry_run: isDry, options }));
  return form;
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];
}

const besideFields = ["unit", "variant", "control", "metric", "expected"];

/** What is wrong with an option, said beside its field. */
function errorOf(problem: Problem | null, name: string): string | undefined {
  return problem?.fields[`options.${name}`]?.join(" ");
}

/** The refusal, with the reasons that have no field to stand beside. */
function Refusal({ problem }: { problem: Problem }): ReactNode {
  const beside = new Set(besideFields.map((name) => `options.${name}`));
  const others = Object.entries(problem.fields).filter(([name]) => !beside.has(name));
  return (
    <>
      <ProblemState error={problem} />
      {others.map(([name, reasons]) => (
        <p key={name} className="worse">
          {reasons.join(" ")}
        </p>
      ))}
    </>
  );
}

function Choices({
  columns,
  variants,
  options,
  problem,
  onChoose,
}: {
  columns: readonly string[];
  variants: readonly string[];
  options: Options;
  problem: Problem | null;
  onChoose: (name: string, value: string) => void;
}): ReactNode {
  const asked = [
    { name: "unit", label: "Unit", values: columns },
    { name: "variant", label: "Variant", values: columns },
    { name: "control", label: "Control", values: variants },
  ].filter((each) => each.values.length > 0);
  return (
    <div className={classes.choices}>
      {asked.map(({ name, label, values }) => (
        <SelectField
          key={name}
          label={label}
          none="Choose"
          error={errorOf(problem, name)}
          options={values.map((value) => ({ value, label: value }))}
          value={options[name] ?? ""}
          onChange={(event) => onChoose(name, event.currentTarget.value)}
        />
      ))}
    </div>
  );
}

/** Columns of words, by whose values the readout can be split. */
function SegmentColumns({
  columns,
  chosen,
  onChoose,
}: {
  columns: readonly string[];
  chosen: readonly string[];
  onChoose: (columns: string[]) => void;
}): ReactNode {
  if (columns.length === 0) return null;
  return (
    <fieldset className={classes.columns}>
      <legend className="small two">Split the readout by</legend>
      {columns.map((column) => (
        <CheckField
          key={column}
          label={column}
          checked={chosen.includes(column)}
          onChange={(event) =>
            onChoose(
              event.currentTarget.checked ? [...chosen, column] : chosen.filter((each) => each !== column),
            )
          }
        />
      ))}
    </fieldset>
  );
}

const finer = [
  {
    name: "metric",
    label: "Metrics",
    hint: "Empty: every column of numbers. Or by name: spend:mean:covariate=history, clicks/sessions:ratio",
  },
  { name: "expected", label: "Planned split", hint: "Empty: equal. Or 50,50 with the control first" },
] as const;

/** What is rarely said, and read once it is said to its end. */
function Finer({
  options,
  problem,
  onSay,
}: {
  options: Options;
  problem: Problem | null;
  onSay: (name: string, value: string) => void;
}): ReactNode {
  return (
    <details>
      <summary>Metrics with a covariate, ratios, planned split</summary>
      <div className={classes.choices}>
        {finer.map(({ name, label, hint }) => (
          <TextField
            key={name}
            label={label}
            hint={hint}
            error={errorOf(problem, name)}
            defaultValue={options[name] ?? ""}
            onBlur={(event) => {
              const value = event.currentTarget.value.trim();
              if (value !== (options[name] ?? "")) onSay(name, value);
            }}
          />
        ))}
      </div>
    </details>
  );
}

function RowErrors({ report }: { report: Report }): ReactNode {
  if (report.rejected === 0) return null;
  return (
    <details>
      <summary>{plural(report.rejected, "row")} will not count</summary>
      <ul className={classes.errors}>
        {report.errors.slice(0, 50).map((error) => (
          <li key={`${error.row} ${error.field}`}>
            <span className="mono three">row {error.row}</span> {error.field}: {error.message}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Preview({ report }: { report: Report }): ReactNode {
  const { readout, units, ignored } = report.detail;
  return (
    <>
      <p>
        <b className="tn">{formatNumber(units)}</b> units in {plural(readout.srm.arms.length, "variant")}
        {ignored.length > 0 && <span className="three">. Not read as metrics: {ignored.join(", ")}</span>}
      </p>
      <RowErrors report={report} />
      <SectionHead title={readout.decision.headline} />
      <p>{readout.decision.reason}</p>
      <DataQuality problems={readout.data_quality} />
      <EffectTable readout={readout} />
    </>
  );
}

/** File, then what it says, then keep it. Nothing is stored before the last step. */
export function ResultsReader({
  experimentId,
  onKept,
  onCancel,
}: {
  experimentId?: string;
  onKept: (experimentId: string) => void;
  onCancel: () => void;
}): ReactNode {
  const [file, setFile] = useState<File | null>(null);
  const [options, setOptions] = useState<Options>({});
  const [columns, setColumns] = useState<string[]>([]);
  const [variants, setVariants] = useState<string[]>([]);
  const [report, setReport] = useState<Report | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState("");
  const turn = useRef(0); // an answer that a later question has overtaken counts no more
  const segments = (options.segment ?? "").split(",").filter(Boolean);

  async function ask(chosen: File, said: Options, isDry: boolean): Promise<Report | null> {
    turn.current += 1;
    const mine = turn.current;
    const isLast = () => mine === turn.current;
    setBusy(isDry ? "Reading the file" : "Keeping the results");
    setProblem(null);
    const all = experimentId ? { ...said, experiment: experimentId } : said;
    try {
      const report = await send<Report>("POST", path, { body: formOf(chosen, all, isDry) });
      return isLast() ? report : null;
    } catch (error) {
      if (!isLast()) return null;
      const refusal = asProblem(error);
      setProblem(refusal);
      setColumns((known) => (listOf(refusal.extra.columns).length ? listOf(refusal.extra.columns) : known));
      setVariants((known) =>
        listOf(refusal.extra.variants).length ? listOf(refusal.extra.variants) : known,
      );
      return null;
    } finally {
      if (isLast()) setBusy("");
    }
  }

  async function look(chosen: File, said: Options): Promise<void> {
    setFile(chosen);
    setOptions(said);
    const found = await ask(chosen, said, true);
    if (!found) return;
    setReport(found);
    setColumns(found.columns);
    setVariants(found.detail.readout.srm.arms.map((arm) => arm.variant));
    setOptions({ ...found.mapping, control: found.detail.control, ...said });
  }

  async function keep(): Promise<void> {
    const kept = file && (await ask(file, options, false));
    if (kept?.detail.experiment) onKept(kept.detail.experiment.id);
  }

  return (
    <div className="stack">
      <p className="two">
        One row for each unit: the unit, its variant, and a column for each metric. Columns of TRUE/FALSE or
        0/1 are read as rates, other numbers as means.
      </p>
      {!file && (
        <FileDrop
          accept=".csv, .tsv, .txt, .gz"
          maxBytes={100 * megabytes}
          onFile={(chosen) => void look(chosen, {})}
        />
      )}
      {file && (
        <Choices
          columns={columns}
          variants={variants}
          options={options}
          problem={problem}
          onChoose={(name, value) => void look(file, { ...options, [name]: value })}
        />
      )}
      {file && (
        <Finer
          options={options}
          problem={problem}
          onSay={(name, value) => void look(file, { ...options, [name]: value })}
        />
      )}
      {busy && <Progress says={busy} />}
      {problem && <Refusal problem={problem} />}
      {file && report && (
        <SegmentColumns
          columns={[...new Set([...segments, ...report.detail.ignored])].sort()}
          chosen={segments}
          onChoose={(chosen) => void look(file, { ...options, segment: chosen.join(",") })}
        />
      )}
      {report && !problem && <Preview report={report} />}
      <div className={classes.end}>
        {file && (
          <Button
            look="quiet"
            onClick={() => {
              setFile(null);
              setReport(null);
              setProblem(null);
            }}
          >
            Another file
          </Button>
        )}
        <Button onClick={onCancel}>Cancel</Button>
        <Button
          look="primary"
          disabled={!report || problem !== null}
          busy={busy !== ""}
          onClick={() => void keep()}
        >
          Keep results
        </Button>
      </div>
    </div>
  );
}
