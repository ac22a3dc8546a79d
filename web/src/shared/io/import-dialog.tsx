import { Modal } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { imports, newProgressKey, type ReportOut, type SourceOut } from "@/api/imports";
import { asProblem, type Problem } from "@/api/problem";
import { plural, sentenceCase } from "@/shared/format/format";
import { Button } from "@/shared/ui/button";
import { SelectField, TextField } from "@/shared/ui/inputs";
import { ProblemLine } from "@/shared/ui/states";
import { toast, toastProblem } from "@/shared/ui/toasts";
import { FileDrop } from "./file-drop";
import classes from "./import-dialog.module.css";
import { ImportPreview } from "./import-preview";
import { ImportProgress } from "./import-progress";

const maxBytes = 100_000_000;

interface Props {
  /** Only these importers are offered; by default all. */
  sources?: readonly string[];
  onClose: () => void;
}

interface OptionsProps {
  source: SourceOut;
  values: Record<string, string>;
  onChange: (values: Record<string, string>) => void;
}

/** What must be said stands open; what may be said is folded away. */
function Options({ source, values, onChange }: OptionsProps): ReactNode {
  const asked = source.options.map((option) => (
    <TextField
      key={option.name}
      label={sentenceCase(option.name.replaceAll("_", " "))}
      hint={option.help}
      required={option.is_required}
      value={values[option.name] ?? ""}
      onChange={(event) => onChange({ ...values, [option.name]: event.currentTarget.value })}
    />
  ));
  const needed = asked.filter((_, index) => source.options[index]?.is_required);
  const others = asked.filter((_, index) => !source.options[index]?.is_required);
  return (
    <>
      {needed}
      {others.length > 0 && (
        <details>
          <summary className="link">How to read it</summary>
          <div className={`stack ${classes.options}`}>{others}</div>
        </details>
      )}
    </>
  );
}

/** What the person waits for. */
interface Wait {
  says: string;
  isDryRun: boolean;
  progressKey: string;
}

function useImport(source: SourceOut | undefined, onClose: () => void) {
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [options, setOptions] = useState<Record<string, string>>({});
  const [report, setReport] = useState<ReportOut | null>(null);
  const [wait, setWait] = useState<Wait | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const refresh = () => client.invalidateQueries();

  async function run(
    chosen: File,
    mapping: Record<string, string>,
    isDryRun: boolean,
  ): Promise<ReportOut | null> {
    if (!source) return null;
    const progressKey = newProgressKey();
    setWait({ says: isDryRun ? "Reading the file" : "Importing", isDryRun, progressKey });
    setProblem(null);
    try {
      const wish = { mapping, options, dry_run: isDryRun, progress_key: progressKey };
      return await imports.run(source.source, chosen, wish);
    } catch (error) {
      setProblem(asProblem(error));
      return null;
    } finally {
      setWait(null);
    }
  }

  async function look(chosen: File, mapping: Record<string, string> = {}): Promise<void> {
    setFile(chosen);
    setReport((await run(chosen, mapping, true)) ?? report);
  }

  async function commit(): Promise<void> {
    if (!file || !report) return;
    const done = await run(file, report.mapping, false);
    if (!done) return;
    onClose();
    await refresh();
    const { run_id } = done;
    toast({
      message: `${plural(done.created, "record")} imported`,
      undo: run_id ? () => void imports.undo(run_id).then(refresh, toastProblem) : undefined,
    });
  }

  function forget(): void {
    setFile(null);
    setReport(null);
    setProblem(null);
  }

  return { file, options, setOptions, report, wait, problem, look, commit, forget };
}

/** File, then what it would do, then do it; undo takes the whole import back. */
export function ImportDialog({ sources, onClose }: Props): ReactNode {
  const { data } = useQuery({ queryKey: ["import-sources"], queryFn: imports.sources, staleTime: 300_000 });
  const offered = (data ?? []).filter((each) => !sources || sources.includes(each.source));
  const [chosen, setChosen] = useState("");
  const source = offered.find((each) => each.source === chosen) ?? offered[0];
  const { file, options, setOptions, report, wait, problem, look, commit, forget } = useImport(
    source,
    onClose,
  );
  return (
    <Modal opened onClose={onClose} title="Import" size="min(760px, 100%)">
      <div className="stack">
        {offered.length > 1 && !report && (
          <SelectField
            label="From"
            options={offered.map((each) => ({ value: each.source, label: each.label }))}
            value={source?.source ?? ""}
            onChange={(event) => setChosen(event.currentTarget.value)}
          />
        )}
        {source && !report && (
          <>
            <p className="two">{source.help}</p>
            <Options source={source} values={options} onChange={setOptions} />
            {!wait && (
              <FileDrop
                accept={source.accepts.join(", ")}
                maxBytes={maxBytes}
                onFile={(each) => void look(each)}
              />
            )}
          </>
        )}
        {source && report && file && (
          <ImportPreview source={source} report={report} onMap={(mapping) => void look(file, mapping)} />
        )}
        <div className={`stack ${classes.foot}`}>
          {wait && <ImportProgress key={wait.progressKey} says={wait.says} of={wait.progressKey} />}
          {problem && <ProblemLine error={problem} />}
          <div className={classes.actions}>
            {report && (
              <Button look="quiet" onClick={forget}>
                Another file
              </Button>
            )}
            <div className={classes.ends}>
              <Button onClick={onClose}>Cancel</Button>
              <Button
                look="primary"
                disabled={!report?.created}
                busy={wait?.isDryRun === false}
                onClick={() => void commit()}
              >
                {report ? `Import ${plural(report.created, "record")}` : "Import"}
              </Button>
            </div>
          </div>
        </div>
      </div>
    </Modal>
  );
}
