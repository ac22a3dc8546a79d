import { Modal } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { Button } from "@/shared/ui/button";
import { Segments } from "@/shared/ui/segments";
import type { Head } from "../kinds";
import type { Held } from "../outbox";
import { formatRating, labelOf } from "../scores";
import classes from "./raters.module.css";

type Clashed = NonNullable<Held["clash"]>;

const write = (value: number | null | undefined) =>
  value === null || value === undefined ? "no number" : formatRating(value);

/** Two devices, one number: both are shown, and one of them is chosen. */
export function ClashDialog({
  head,
  clash,
  onSettle,
}: {
  head: Head;
  clash: Clashed;
  onSettle: (mine: ReadonlySet<string>) => void;
}): ReactNode {
  const [mine, setMine] = useState<ReadonlySet<string>>(new Set());
  const choose = (column: string, own: boolean) =>
    setMine((before) => new Set(own ? [...before, column] : [...before].filter((each) => each !== column)));
  return (
    <Modal
      opened
      onClose={() => onSettle(new Set())}
      title="This score was changed elsewhere"
      size="var(--dialog-width)"
    >
      <div className="stack">
        <p className="body">
          Another window or device of yours saved a number since this page read it. Neither is lost.
        </p>
        {clash.clashes.map(({ column, mine: own, theirs }) => (
          <div key={column} className="row spread">
            <span className="strong">{labelOf(head.columns, column)}</span>
            <Segments
              label={labelOf(head.columns, column)}
              options={[
                { value: "theirs", label: `Saved there: ${write(theirs?.value)}` },
                { value: "mine", label: `Given here: ${write(own)}` },
              ]}
              value={mine.has(column) ? "mine" : "theirs"}
              onChange={(value) => choose(column, value === "mine")}
            />
          </div>
        ))}
        <div className={classes.actions}>
          <Button look="primary" data-autofocus onClick={() => onSettle(mine)}>
            Keep what is chosen
          </Button>
        </div>
      </div>
    </Modal>
  );
}
