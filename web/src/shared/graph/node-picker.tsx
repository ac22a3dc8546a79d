import { type ReactNode, useId, useState } from "react";
import { useKind } from "@/shared/records/registry";
import { useRecordChoices } from "@/shared/records/use-record-choices";
import { FormField } from "@/shared/ui/inputs";
import { type Choice, Picker } from "@/shared/ui/picker";
import classes from "./node-picker.module.css";
import { useNodeSearch } from "./use-node-search";

/** As much of a record as it takes to name it. */
export interface Named {
  id: string;
  kind: string;
  key: string;
  title: string;
}

function NameOf({ node }: { node: Named }): ReactNode {
  return (
    <span className="row">
      <span className="mono three nowrap">{node.key}</span> <span className="clip">{node.title}</span>
    </span>
  );
}

/** In the list, where kinds may be mixed, each says what it is. */
function OptionOf({ node }: { node: Named }): ReactNode {
  const kind = useKind(node.kind);
  return (
    <span className="row">
      <span className="grow">
        <NameOf node={node} />
      </span>
      <span className="small three nowrap">{kind?.label}</span>
    </span>
  );
}

interface Props {
  label: string;
  /** What the button says while nothing is chosen. */
  prompt: string;
  value: Named | null;
  /** Offers only this kind. */
  only?: string;
  /** Before anything is typed, records of this kind are offered; of what is found, they come first. */
  first?: string;
  leaves?: (node: Named) => boolean;
  error?: string;
  hint?: ReactNode;
  quiet?: boolean;
  onPick: (node: Named) => void;
}

function useChoices(typed: string, only: string | undefined, first: string, isOpen: boolean) {
  const { hits, searching } = useNodeSearch(typed, only);
  const { choices } = useRecordChoices(first, "", isOpen && !typed.trim());
  const listed = choices.flatMap((choice) => choice.value ?? []);
  const found: readonly Named[] = typed.trim() ? hits.map((hit) => hit.node) : listed;
  const far = (node: Named) => Number(node.kind !== first);
  return { nodes: found.toSorted((a, b) => far(a) - far(b)), searching };
}

/** A field that names one record: a button that opens a list one types into. */
export function NodePicker(props: Props): ReactNode {
  const { label, prompt, value, only, first = only ?? "", leaves, error, hint, quiet, onPick } = props;
  const id = useId();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const { nodes, searching } = useChoices(typed, only, first, open);
  const choices: Choice<Named>[] = nodes
    .filter((node) => !leaves?.(node))
    .map((node) => ({
      key: node.id,
      value: node,
      text: node.title,
      show: only ? <NameOf node={node} /> : <OptionOf node={node} />,
    }));

  function close(): void {
    setOpen(false);
    setTyped("");
  }

  return (
    <FormField id={id} label={label} error={error} hint={hint} quiet={quiet}>
      <Picker
        id={id}
        open={open}
        onClose={close}
        label="Search by title or key"
        choices={choices}
        chosen={value ? [value.id] : []}
        onSearch={setTyped}
        searching={searching}
        onPick={({ id: nodeId, kind, key, title }) => {
          onPick({ id: nodeId, kind, key, title });
          close();
        }}
      >
        <button
          type="button"
          className={classes.field}
          aria-label={`${label}: ${value ? `${value.key} ${value.title}` : prompt}`}
          aria-invalid={error ? true : undefined}
          aria-haspopup="listbox"
          onClick={() => (open ? close() : setOpen(true))}
        >
          {value ? <NameOf node={value} /> : <span className="three">{prompt}</span>}
        </button>
      </Picker>
    </FormField>
  );
}
