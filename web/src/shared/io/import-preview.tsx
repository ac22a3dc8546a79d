import type { ReactNode } from "react";
import type { ReportOut, SourceOut } from "@/api/imports";
import { formatNumber, plural, sentenceCase } from "@/shared/format/format";
import { SelectField } from "@/shared/ui/inputs";
import classes from "./import-dialog.module.css";

interface Props {
  source: SourceOut;
  report: ReportOut;
  onMap: (mapping: Record<string, string>) => void;
}

function Mapping({ source, report, onMap }: Props): ReactNode {
  if (source.fields.length === 0 || report.columns.length === 0) return null;
  const columns = report.columns.map((column) => ({ value: column, label: column }));
  return (
    <fieldset className={classes.mapping}>
      <legend className="small three">Which column holds what</legend>
      {source.fields.map((field) => (
        <SelectField
          key={field.name}
          label={field.is_required ? `${field.label}, needed` : field.label}
          none="Not in the file"
          options={columns}
          value={report.mapping[field.name] ?? ""}
          onChange={(event) => onMap({ ...report.mapping, [field.name]: event.currentTarget.value })}
        />
      ))}
    </fieldset>
  );
}

/** A reference is told by what it names, which the file's own columns show. */
const isReference = (name: string) => name.endsWith("_id") && name !== "external_id";

function Sample({ source, report }: Props): ReactNode {
  const names = new Set(report.sample.flatMap((row) => Object.keys(row)));
  const columns = [...names].filter((name) => !isReference(name));
  const labelOf = (name: string) =>
    source.fields.find((field) => field.name === name)?.label ?? sentenceCase(name.replaceAll("_", " "));
  if (columns.length === 0) return null;
  return (
    <div className={classes.sample}>
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {labelOf(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.sample.map((row) => (
            <tr key={JSON.stringify(row)}>
              {columns.map((column) => (
                <td key={column}>{row[column]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What else came along or stayed out: links, rows that are no work, words that nobody here knows. */
function Detail({ report }: { report: ReportOut }): ReactNode {
  const told = Object.entries(report.detail).filter(([, value]) => typeof value !== "object");
  if (told.length === 0) return null;
  return (
    <ul className={classes.errors} aria-label="What else">
      {told.map(([name, value]) => (
        <li key={name}>
          <span className="three">{sentenceCase(name)}:</span>{" "}
          {typeof value === "number" ? formatNumber(value) : String(value)}
        </li>
      ))}
    </ul>
  );
}

function Refused({ report }: { report: ReportOut }): ReactNode {
  if (report.errors.length === 0) return null;
  return (
    <ul className={classes.errors} aria-label="Refused rows">
      {report.errors.slice(0, 100).map((error) => (
        <li key={`${error.row}-${error.field}-${error.message}`}>
          <span className="mono three">row {error.row}</span> {error.field && <b>{error.field}: </b>}
          {error.message}
        </li>
      ))}
    </ul>
  );
}

/** What an import would do: how many, which columns mean what, the first rows, and what is refused and why. */
export function ImportPreview(props: Props): ReactNode {
  const { report } = props;
  return (
    <>
      <p>
        From {report.file_name}: <b className="tn">{formatNumber(report.created)}</b> new,{" "}
        <b className="tn">{formatNumber(report.unchanged)}</b> already here,{" "}
        <b className={report.rejected > 0 ? "tn worse" : "tn"}>{plural(report.rejected, "row")} refused</b>.
      </p>
      <Refused report={report} />
      <Detail {...props} />
      <Mapping {...props} />
      <Sample {...props} />
    </>
  );
}
