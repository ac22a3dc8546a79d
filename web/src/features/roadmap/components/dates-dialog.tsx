import { Modal } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { formatNumber, plural } from "@/shared/format/format";
import { Button } from "@/shared/ui/button";
import { Icon } from "@/shared/ui/icon";
import { CheckField, TextField } from "@/shared/ui/inputs";
import { ProblemLine, Skeleton } from "@/shared/ui/states";
import { toast } from "@/shared/ui/toasts";
import { type Dates, type Item, type MovePreview, usePreview, useSetDates } from "../timeline-api";
import { sayDates } from "../words";
import { ByHandWords } from "./by-hand";
import initiative from "./initiative.module.css";
import classes from "./timeline.module.css";

interface Props {
  item: Item;
  to: Dates;
  onClose: () => void;
}

function Price({ price }: { price: NonNullable<MovePreview["price"]> }): ReactNode {
  const later = Object.entries(price.later);
  if (!price.is_against_advice)
    return (
      <p className="row two">
        <Icon name="check" size="small" />
        <span>{price.words}</span>
      </p>
    );
  return (
    <div className={initiative.refusal} role="status">
      <p className="strong">This goes against the plan of least cost.</p>
      <p>{price.words}</p>
      {later.length > 3 && (
        <details>
          <summary className="small">All that is done later</summary>
          <ul className="small two">
            {later.map(([title, weeks]) => (
              <li key={title}>
                {title}: {formatNumber(weeks, { digits: 1, unit: "w" })}
              </li>
            ))}
          </ul>
        </details>
      )}
      {price.newly_late.length > 0 && (
        <p className="worse">Misses its deadline then: {price.newly_late.join(", ")}.</p>
      )}
    </div>
  );
}

function Along({ moved }: { moved: MovePreview["moved"] }): ReactNode {
  return (
    <section className={classes.along}>
      <h3 className="strong">
        {plural(moved.length, "initiative")} that {moved.length === 1 ? "waits" : "wait"} for it{" "}
        {moved.length === 1 ? "moves" : "move"} along
      </h3>
      <ul>
        {moved.map(({ node, before, after }) => (
          <li key={node.id}>
            <span>{node.title}</span>
            <span className="row small two">
              {sayDates(before)} <Icon name="arrow" size="small" label="to" /> <b>{sayDates(after)}</b>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function DateFields({
  dates,
  problem,
  onChange,
}: {
  dates: Dates;
  problem: Problem | null;
  onChange: (dates: Dates) => void;
}): ReactNode {
  const field = (name: keyof Dates, label: string) => (
    <TextField
      type="date"
      label={label}
      min="1970-01-01"
      max="8999-12-31"
      value={dates[name] ?? ""}
      error={problem?.fields[name]?.join(" ")}
      onChange={(event) => onChange({ ...dates, [name]: event.currentTarget.value || null })}
    />
  );
  return (
    <div className={classes.dates}>
      {field("starts_on", "Start")}
      {field("target_on", "Target")}
    </div>
  );
}

function Consequences({ item, preview }: { item: Item; preview: ReturnType<typeof usePreview> }): ReactNode {
  if (preview.error) {
    const isRefused = asProblem(preview.error).status === 422;
    return isRefused ? null : <ProblemLine error={preview.error} onRetry={() => void preview.refetch()} />;
  }
  if (!preview.data) return <Skeleton rows={2} height={32} />;
  const { moved, price, note } = preview.data;
  const along = moved.filter(({ node }) => node.id !== item.id);
  return (
    <>
      {price && <Price price={price} />}
      {note && <p className="two">{note}</p>}
      {along.length > 0 && <Along moved={along} />}
    </>
  );
}

const shownAtFields: readonly string[] = ["starts_on", "target_on", "reason"];

/** What no field of the form can say: also that a date which is not asked for here stands in the way. */
function Refusal({ problem }: { problem: Problem }): ReactNode {
  const fields = Object.entries(problem.fields);
  const others = fields.filter(([name]) => !shownAtFields.includes(name)).flatMap(([, says]) => says);
  if (fields.length > 0 && others.length === 0) return null;
  return (
    <p className="worse" role="alert">
      {[problem.title, ...others].join(" ")}
    </p>
  );
}

/** Other dates for an initiative: what moves along, what it costs, and why when it goes against the advice. */
export function DatesDialog({ item, to, onClose }: Props): ReactNode {
  const [dates, setDates] = useState(to);
  const [reason, setReason] = useState("");
  const [leaves, setLeaves] = useState(false);
  const preview = usePreview(item.id, dates);
  const { mutateAsync, isPending, error } = useSetDates(item.id);
  const refused = error ?? preview.error;
  const problem = refused ? asProblem(refused) : null;
  const needsReason = preview.data?.price?.is_against_advice ?? problem?.fields.reason !== undefined;
  const hasDependants = preview.data?.moved.some(({ node }) => node.id !== item.id) ?? false;
  const isSame = dates.starts_on === item.starts_on && dates.target_on === item.target_on;

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    try {
      const move = { ...dates, reason: reason.trim(), leaves_dependants: leaves };
      const done = await mutateAsync({ ...move, version: item.version });
      if (done) toast({ message: `${item.key}: ${sayDates(dates)}` });
      onClose();
    } catch {
      // The refusal is shown in the form, and what was written stays.
    }
  }

  return (
    <Modal opened onClose={onClose} title="Move on the timeline" size="var(--dialog-width)">
      <form className="stack" onSubmit={(event) => void save(event)}>
        <p className="body">
          <span className="mono three">{item.key}</span> <b>{item.title}</b>{" "}
          <span className="two">was {sayDates(item)}</span>
        </p>
        {item.by_hand && <ByHandWords byHand={item.by_hand} />}
        <DateFields dates={dates} problem={problem} onChange={setDates} />
        {!isSame && <Consequences item={item} preview={preview} />}
        {!isSame && hasDependants && (
          <CheckField
            label="Leave what waits for it where it is"
            checked={leaves}
            onChange={(event) => setLeaves(event.currentTarget.checked)}
          />
        )}
        <TextField
          label={needsReason ? "Why, against the advice" : "Why"}
          hint={
            needsReason
              ? "Kept with the record, beside what it costs"
              : "Shown beside the change. It may stay empty."
          }
          required={needsReason}
          data-autofocus
          maxLength={1000}
          value={reason}
          error={problem?.fields.reason?.join(" ")}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {problem && <Refusal problem={problem} />}
        <div className={initiative.end}>
          <Button onClick={onClose}>Leave it</Button>
          <Button
            look="primary"
            type="submit"
            busy={isPending}
            disabled={isSame || (needsReason && reason.trim() === "")}
          >
            Move
          </Button>
        </div>
      </form>
    </Modal>
  );
}
