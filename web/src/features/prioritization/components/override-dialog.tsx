import { Modal } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem } from "@/api/problem";
import { formatNumber } from "@/shared/format/format";
import { Button } from "@/shared/ui/button";
import { TextArea, TextField } from "@/shared/ui/inputs";
import { ProblemLine } from "@/shared/ui/states";
import { toast } from "@/shared/ui/toasts";
import { type Price, usePlaceByHand, usePrice, useRemoveOverride } from "../api";
import type { Row } from "../kinds";
import { namesOf } from "../scores";
import classes from "./override-dialog.module.css";

export function saysPrice({ price }: Pick<Price, "price">): string {
  if (price === null) return "It has no price: nothing in the model stands for the time things take.";
  if (price === 0) return "It costs nothing: the scores are equal.";
  return "is the delay that this place adds, beside the order of the scores.";
}

function PriceOf({ row, price }: { row: Row; price: Price }): ReactNode {
  return (
    <div className={classes.price} role="status">
      {price.price !== null && (
        <p className={classes.figure}>
          {formatNumber(price.price, { digits: Math.abs(price.price) < 100 ? 1 : 0, signed: true })}{" "}
          <span className="small three">{price.unit}</span>
        </p>
      )}
      <p className="small two">{saysPrice(price)}</p>
      <p className="small two">
        Its score puts {row.node.title} at rank {price.rank}.
        {price.passed.length > 0 &&
          ` At ${price.place} it passes ${namesOf(price.passed.map((name) => ({ name })))}.`}
      </p>
    </div>
  );
}

/** Another place than the score says: what that costs is shown before it is kept, and the reason is asked for. */
export function OverrideDialog({
  round,
  row,
  place: wanted,
  count,
  onClose,
}: {
  round: string;
  row: Row;
  place: number;
  count: number;
  onClose: () => void;
}): ReactNode {
  const [typed, setTyped] = useState(String(wanted));
  const [reason, setReason] = useState("");
  const number = Number(typed);
  const place = Number.isInteger(number) && number >= 1 && number <= count ? number : null;
  const { data: price, error } = usePrice(round, row.candidate_id, place);
  const save = usePlaceByHand(round, row.candidate_id);
  const takeBack = useRemoveOverride(round);
  const problem = save.error && asProblem(save.error);
  function submit(event: FormEvent): void {
    event.preventDefault();
    if (place === null) return;
    save.mutate(
      { place, reason },
      {
        onSuccess: () => {
          toast({
            message: `${row.node.key} placed at ${place}`,
            undo: () => takeBack.mutate(row.candidate_id),
          });
          onClose();
        },
      },
    );
  }
  return (
    <Modal opened onClose={onClose} title={`Place ${row.node.title} by hand`} size="var(--dialog-width)">
      <form className="stack" onSubmit={submit}>
        <TextField
          label="Place"
          type="number"
          min={1}
          max={count}
          value={typed}
          error={place === null ? `Give a place from 1 to ${count}.` : problem?.fields.place?.join(" ")}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        {error && <ProblemLine error={error} />}
        {price && place !== null && <PriceOf row={row} price={price} />}
        <TextArea
          label="Reason"
          hint="It stays with the candidate, beside the rank that was computed."
          rows={2}
          required
          data-autofocus
          maxLength={1000}
          value={reason}
          error={problem?.fields.reason?.join(" ")}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {problem && Object.keys(problem.fields).length === 0 && <ProblemLine error={problem} />}
        <div className={classes.actions}>
          <Button onClick={onClose}>Keep the computed place</Button>
          <Button
            look="primary"
            type="submit"
            busy={save.isPending}
            disabled={place === null || !price || !reason.trim()}
          >
            Place at {place ?? "…"}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
