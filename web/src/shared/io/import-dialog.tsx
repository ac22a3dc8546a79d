import { Modal } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { send } from "@/api/client";
import { asProblem, type Problem } from "@/api/problem";
import { plural } from "@/shared/format/format";
import type { ImportShape, Kind } from "@/shared/records/kind";
import { Button } from "@/shared/ui/button";
import { SelectField } from "@/shared/ui/inputs";
import { ProblemState, Progress } from "@/shared/ui/states";
import { toast, toastProblem } from "@/shared/ui/toasts";
import { FileDrop } from "./file-drop";
import classes from "./import-dialog.module.css";

/** The answer to a dry run: what would happen, row by row. */
export interface ImportPreview {
  /** Columns of the file, each with the field it is taken for. */
  columns?: { name: string; field: string | null }[];
  /** Fields a column may be taken for. */
  fields?: { name: string; label: string }[];
  rows: { number: number; values: Record<string, string>; errors: string[] }[];
  total: number;
  accepted: number;
}

export interface ImportReceipt {
  id: string;
  created: number;
}

interface Props {
  kind: Kind;
  shape: ImportShape;
  onClose: () => void;
}

function formOf(file: File, mapping: Record<string, string>, isDry: boolean): FormData {
  const form = new FormData();
  form.append("file", file);
  form.append("mapping", JSON.stringify(mapping));
  form.append("dry_run", String(isDry));
  return form;
}

function Mapping({
  preview,
  mapping,
  onMap,
}: {
  preview: ImportPreview;
  mapping: Record<string, string>;
  onMap: (column: string, field: string) => void;
}): ReactNode {
  if (!preview.columns?.length || !preview.fields?.length) return null;
  const options = preview.fields.map((field) => ({ value: field.name, label: field.label }));
  return (
    <div className={classes.mapping}>
      {preview.columns.map((column) => (
        <SelectField
          key={column.name}
          label={column.name}
          none="Leave out"
          options={options}
          value={mapping[column.name] ?? column.field ?? ""}
          onChange={(event) => onMap(column.name, event.currentTarget.value)}
        />
      ))}
    </div>
  );
}

function Rows({ preview }: { preview: ImportPreview }): ReactNode {
  return (
    <ul className={classes.rows}>
      {preview.rows.slice(0, 50).map((row) => (
        <li key={row.number} className={classes.row}>
          <span className="mono three">{row.number}</span>
          <span className="clip grow">{Object.values(row.values).filter(Boolean).join(" · ")}</span>
          {row.errors.length > 0 && <span className="worse small">{row.errors.join(" ")}</span>}
        </li>
      ))}
    </ul>
  );
}

/** File, then what it would do, then do it; undo takes the whole import back. */
export function ImportDialog({ kind, shape, onClose }: Props): ReactNode {
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [mapping, setMapping] = useState<Record<string, string>>({});
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [busy, setBusy] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: ["records"] });

  async function run<T>(says: string, work: () => Promise<T>): Promise<T | null> {
    setBusy(says);
    setProblem(null);
    try {
      return await work();
    } catch (error) {
      setProblem(asProblem(error));
      return null;
    } finally {
      setBusy("");
    }
  }

  async function look(chosen: File, map: Record<string, string>): Promise<void> {
    setFile(chosen);
    setPreview(
      await run("Reading the file", () =>
        send<ImportPreview>("POST", shape.path, { body: formOf(chosen, map, true) }),
      ),
    );
  }

  async function commit(): Promise<void> {
    if (!file) return;
    const receipt = await run("Importing", () =>
      send<ImportReceipt>("POST", shape.path, { body: formOf(file, mapping, false) }),
    );
    if (!receipt) return;
    onClose();
    await refresh();
    toast({
      message: `${plural(receipt.created, kind.label.toLowerCase(), kind.labelPlural.toLowerCase())} imported`,
      undo: () => void send("POST", `${shape.path}/${receipt.id}/undo`).then(refresh, toastProblem),
    });
  }

  function map(column: string, field: string): void {
    const next = { ...mapping, [column]: field };
    setMapping(next);
    if (file) void look(file, next);
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={`Import ${kind.labelPlural.toLowerCase()}`}
      size="min(760px, 100%)"
    >
      <div className="stack">
        <p className="two">{shape.explains}</p>
        {!preview && !busy && (
          <FileDrop
            accept={shape.accept}
            maxBytes={shape.maxBytes}
            onFile={(chosen) => void look(chosen, mapping)}
          />
        )}
        {busy && <Progress says={busy} />}
        {problem && <ProblemState error={problem} />}
        {preview && (
          <>
            <Mapping preview={preview} mapping={mapping} onMap={map} />
            <p>
              <b className="tn">{preview.accepted}</b> of {plural(preview.total, "row")} can be imported.
            </p>
            <Rows preview={preview} />
          </>
        )}
        <div className={classes.actions}>
          {preview && (
            <Button look="quiet" onClick={() => setPreview(null)}>
              Another file
            </Button>
          )}
          <span className="grow" />
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            disabled={!preview?.accepted}
            busy={busy === "Importing"}
            onClick={() => void commit()}
          >
            Import {preview ? plural(preview.accepted, "row") : ""}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
