import { Popover } from "@mantine/core";
import { type KeyboardEvent, type ReactElement, type ReactNode, useId, useState } from "react";
import { Icon } from "./icon";
import classes from "./picker.module.css";

export interface Choice<V> {
  key: string;
  value: V;
  /** What typing filters by. */
  text: string;
  show?: ReactNode;
}

interface ListProps<V> {
  label: string;
  choices: readonly Choice<V>[];
  chosen?: readonly string[];
  onPick: (value: V) => void;
  /** With it, the list is searched elsewhere and not filtered here. */
  onSearch?: (text: string) => void;
  searching?: boolean;
  /** The picker stands over a dialog, which Escape would close too. */
  floats?: boolean;
}

/** A list one types into: arrows move, Enter picks. */
export function PickerList<V>({
  label,
  choices,
  chosen = [],
  onPick,
  onSearch,
  searching,
  floats,
}: ListProps<V>): ReactNode {
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const listId = useId();
  const wanted = typed.trim().toLowerCase();
  const shown = onSearch ? choices : choices.filter((choice) => choice.text.toLowerCase().includes(wanted));
  const current = Math.min(at, Math.max(0, shown.length - 1));

  function type(text: string): void {
    setTyped(text);
    setAt(0);
    onSearch?.(text);
  }

  function press(event: KeyboardEvent): void {
    if (event.key === "ArrowDown") setAt(Math.min(current + 1, shown.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(current - 1, 0));
    else if (event.key === "Enter") {
      const choice = shown[current];
      if (choice) onPick(choice.value);
    } else return;
    event.preventDefault();
  }

  return (
    <div className={classes.picker}>
      <input
        className={classes.search}
        aria-label={label}
        placeholder={label}
        role="combobox"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={shown[current] ? `${listId}-${current}` : undefined}
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
        onKeyDown={press}
        data-autofocus
        data-mantine-stop-propagation={floats || undefined}
      />
      <div className={classes.list} role="listbox" id={listId} aria-label={label}>
        {shown.map((choice, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox above holds the focus and the keys
          <div
            key={choice.key}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            className={classes.option}
            onMouseMove={() => setAt(index)}
            onClick={() => onPick(choice.value)}
          >
            <span className="grow clip">{choice.show ?? choice.text}</span>
            {chosen.includes(choice.key) && <Icon name="check" size="small" label="chosen" />}
          </div>
        ))}
        {shown.length === 0 && <p className={classes.none}>{searching ? "Searching…" : "Nothing found"}</p>}
      </div>
    </div>
  );
}

interface Props<V> extends ListProps<V> {
  /** The id of what opens the list, for its label. */
  id?: string;
  open: boolean;
  onClose: () => void;
  children: ReactElement;
}

/** The list in a popover under what opens it. */
export function Picker<V>({ id, open, onClose, children, ...list }: Props<V>): ReactNode {
  return (
    <Popover
      id={id}
      opened={open}
      onChange={(opened) => !opened && onClose()}
      position="bottom-start"
      trapFocus
      returnFocus
      withinPortal
      shadow="none"
    >
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown className={classes.dropdown} onKeyDown={(event) => event.stopPropagation()}>
        <PickerList {...list} floats />
      </Popover.Dropdown>
    </Popover>
  );
}
