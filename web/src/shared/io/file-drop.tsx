import { type DragEvent, type ReactNode, useId, useState } from "react";
import { formatBytes } from "@/shared/format/format";
import { Icon } from "@/shared/ui/icon";
import classes from "./file-drop.module.css";

interface Props {
  accept: string;
  maxBytes: number;
  onFile: (file: File) => void;
  busy?: boolean;
  compact?: boolean;
  label?: string;
}

/** What is wrong with a file, or null. */
export function refuseFile(
  file: Pick<File, "name" | "size">,
  accept: string,
  maxBytes: number,
): string | null {
  if (file.size === 0) return `${file.name} is empty.`;
  if (file.size > maxBytes)
    return `${file.name} is ${formatBytes(file.size)}; at most ${formatBytes(maxBytes)} are taken.`;
  const endings = accept
    .split(",")
    .map((each) => each.trim().toLowerCase())
    .filter((each) => each.startsWith("."));
  if (endings.length > 0 && !endings.some((ending) => file.name.toLowerCase().endsWith(ending)))
    return `${file.name} is not one of ${endings.join(", ")}.`;
  return null;
}

/** A place for one file: dropped or chosen. */
export function FileDrop({
  accept,
  maxBytes,
  onFile,
  busy,
  compact,
  label = "Drop a file or choose one",
}: Props): ReactNode {
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const id = useId();

  function take(file: File | undefined): void {
    setOver(false);
    if (!file) return;
    const reason = refuseFile(file, accept, maxBytes);
    setRefused(reason);
    if (!reason) onFile(file);
  }

  function drop(event: DragEvent): void {
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  }

  return (
    <div>
      <label
        htmlFor={id}
        className={classes.drop}
        data-over={over || undefined}
        data-compact={compact || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Icon name={compact ? "clip" : "import"} size={compact ? "small" : "medium"} />
        {busy ? "Sending…" : label}
        {!compact && (
          <span className="small three">
            {accept && `${accept}, `}up to {formatBytes(maxBytes)}
          </span>
        )}
        <input
          id={id}
          type="file"
          className="sr"
          accept={accept || undefined}
          disabled={busy}
          onChange={(event) => {
            take(event.currentTarget.files?.[0]);
            event.currentTarget.value = "";
          }}
        />
      </label>
      {refused && (
        <p className={classes.refused} role="alert">
          {refused}
        </p>
      )}
    </div>
  );
}
