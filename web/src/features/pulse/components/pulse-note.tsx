import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { usePatch } from "@/shared/records/use-record";
import { Markdown } from "@/shared/text/markdown";
import { TextEditor } from "@/shared/text/text-editor";
import { Button } from "@/shared/ui/button";
import { pulse as kind, type Pulse, type Section } from "../kinds";
import classes from "./pulse.module.css";

/** What a person has to say in a part of the Pulse, beside what the records say. */
export function PulseNote({
  pulse,
  name,
  label,
  text,
  mayEdit,
}: {
  pulse: Pulse;
  name: Section["name"] | "body";
  label: string;
  text: string;
  mayEdit: boolean;
}): ReactNode {
  const client = useQueryClient();
  const patch = usePatch(kind);
  const [editing, setEditing] = useState(false);

  async function save(changed: string): Promise<void> {
    setEditing(false);
    if (changed === text) return;
    await patch(pulse, { [name]: changed });
    await client.invalidateQueries({ queryKey: ["node", pulse.id] });
  }

  if (editing)
    return (
      <TextEditor
        label={label}
        initial={text}
        onCancel={() => setEditing(false)}
        onSave={(changed) => void save(changed)}
      />
    );
  return (
    <div className={classes.note}>
      {text && <Markdown text={text} />}
      {mayEdit && (
        <Button
          className="no-print"
          size="small"
          look="quiet"
          icon="edit"
          aria-label={`${text ? "Edit" : "Write"}: ${label}`}
          onClick={() => setEditing(true)}
        >
          {text ? "Edit" : "Write a line"}
        </Button>
      )}
    </div>
  );
}
