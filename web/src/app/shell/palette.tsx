import { Modal } from "@mantine/core";
import { type KeyboardEvent, type ReactNode, useId, useState } from "react";
import { useNavigate } from "react-router";
import { CreateDialog } from "@/shared/records/create-dialog";
import type { Kind } from "@/shared/records/kind";
import { Icon } from "@/shared/ui/icon";
import classes from "./palette.module.css";
import { type Entry, usePaletteEntries } from "./palette-entries";

export type PaletteMode = "all" | "create";

interface Props {
  mode: PaletteMode;
  onClose: () => void;
}

/** Everything by name: pages, records, and what can be created. */
export function Palette({ mode, onClose }: Props): ReactNode {
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const [creating, setCreating] = useState<Kind | null>(null);
  const navigate = useNavigate();
  const id = useId();
  const { entries, searching } = usePaletteEntries(typed, mode);
  const current = Math.min(at, Math.max(0, entries.length - 1));

  function run(entry: Entry): void {
    if ("create" in entry) setCreating(entry.create);
    else {
      onClose();
      void navigate(entry.to);
    }
  }

  function press(event: KeyboardEvent): void {
    const entry = entries[current];
    if (event.key === "ArrowDown") setAt(Math.min(current + 1, entries.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(current - 1, 0));
    else if (event.key === "Enter" && entry) run(entry);
    else return;
    event.preventDefault();
    document.getElementById(`${id}-${current}`)?.scrollIntoView({ block: "nearest" });
  }

  if (creating) return <CreateDialog kind={creating} onClose={onClose} />;

  return (
    <Modal.Root opened onClose={onClose} size="min(600px, 100%)" yOffset="12vh">
      <Modal.Overlay />
      <Modal.Content aria-label="Search or run a command">
        <Modal.Body className={classes.body}>
          <div className={classes.field}>
            <Icon name="search" className="three" />
            <input
              className={classes.input}
              role="combobox"
              aria-expanded="true"
              aria-controls={id}
              aria-activedescendant={entries[current] ? `${id}-${current}` : undefined}
              aria-label={mode === "create" ? "What to create" : "Search or run a command"}
              placeholder={mode === "create" ? "What to create" : "Search or run a command"}
              value={typed}
              onChange={(event) => {
                setTyped(event.currentTarget.value);
                setAt(0);
              }}
              onKeyDown={press}
              data-autofocus
            />
          </div>
          <div className={classes.list} role="listbox" id={id} aria-label="Results">
            {entries.map((entry, index) => (
              <div key={entry.key}>
                {entries[index - 1]?.group !== entry.group && (
                  <div className={classes.group}>{entry.group}</div>
                )}
                {/* biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above holds the focus and the keys */}
                <div
                  id={`${id}-${index}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={index === current}
                  className={classes.entry}
                  onMouseMove={() => setAt(index)}
                  onClick={() => run(entry)}
                >
                  <Icon name={entry.icon} size="small" className="three" />
                  {entry.mono && <span className="mono three">{entry.mono}</span>}
                  <span className="grow clip">
                    {entry.label}
                    {entry.detail && <span className={classes.detail}>{entry.detail}</span>}
                  </span>
                  {entry.aside && <span className="small three clip">{entry.aside}</span>}
                </div>
              </div>
            ))}
            {entries.length === 0 && (
              <p className={classes.none}>{searching ? "Searching…" : "Nothing found"}</p>
            )}
          </div>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
