import { Menu } from "@mantine/core";
import { type ReactNode, useRef, useState } from "react";
import { IconButton } from "@/shared/ui/button";
import type { Row } from "../kinds";

export type RowAct = "why" | "given" | "decide" | "up" | "down" | "place" | "unplace" | "remove";

const labels: Record<RowAct, string> = {
  why: "Why this order",
  given: "Who gave what",
  decide: "Record decision",
  up: "Move up",
  down: "Move down",
  place: "Move to a place…",
  unplace: "Back to the computed place",
  remove: "Take out of the round",
};

interface Props {
  row: Row;
  acts: readonly RowAct[];
  onAct: (act: RowAct, row: Row) => void;
}

/** What may be done with a candidate; the menu itself is made when it is asked for. */
export function RowMenu({ row, acts, onAct }: Props): ReactNode {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const label = `More about ${row.node.title}`;
  if (acts.length === 0) return null;
  if (!open)
    return <IconButton ref={button} icon="dots" size="small" label={label} onClick={() => setOpen(true)} />;
  const close = () => {
    setOpen(false);
    requestAnimationFrame(() => button.current?.focus());
  };
  return (
    <Menu opened onChange={(opened) => !opened && close()} position="bottom-end" returnFocus={false}>
      <Menu.Target>
        <IconButton icon="dots" size="small" label={label} />
      </Menu.Target>
      <Menu.Dropdown>
        {acts.map((act) => (
          <Menu.Item key={act} onClick={() => onAct(act, row)}>
            {labels[act]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
