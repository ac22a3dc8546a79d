import { type FormEvent, type ReactNode, useState } from "react";
import { Link } from "react-router";
import { asProblem } from "@/api/problem";
import { formatDate } from "@/shared/format/dates";
import { useMay, useRecordPath, useTimeZone } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { Icon } from "@/shared/ui/icon";
import { TextField } from "@/shared/ui/inputs";
import { type ChangedItem, changeKinds, type Pair, pairsOf, sayChange } from "../changes";
import { type Diff, type RoadmapChange, useSayWhy } from "../snapshots-api";
import { type Horizon, horizonLabel } from "../words";
import classes from "./change-list.module.css";

function FromTo({ pair }: { pair: Pair }): ReactNode {
  return (
    <span className={classes.pair}>
      {pair.label && <span>{pair.label}</span>}
      <span>{pair.before}</span>
      <Icon name="arrow" size="small" label="to" />
      <b>{pair.after}</b>
    </span>
  );
}

/** What nobody gave a reason for can still be given one. */
function SayWhy({ change, diff }: { change: RoadmapChange; diff: Diff }): ReactNode {
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const { mutate, isPending, error } = useSayWhy(diff);
  function say(event: FormEvent): void {
    event.preventDefault();
    mutate({ initiative_id: change.item.id, kind: change.kind, reason: reason.trim() });
  }
  if (!asking)
    return (
      <p className="small three">
        Nobody said why.{" "}
        <button
          type="button"
          className="link"
          aria-label={`Say why: ${change.item.title}, ${sayChange(change).toLowerCase()}`}
          onClick={() => setAsking(true)}
        >
          Say why
        </button>
      </p>
    );
  return (
    <form className={classes.why} onSubmit={say}>
      <TextField
        label="Why"
        quiet
        required
        autoFocus
        maxLength={1000}
        value={reason}
        error={error ? asProblem(error).title : undefined}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button size="small" type="submit" busy={isPending} disabled={reason.trim() === ""}>
        Save
      </Button>
      <Button size="small" look="quiet" onClick={() => setAsking(false)}>
        Cancel
      </Button>
    </form>
  );
}

function ChangeLine({ change, diff }: { change: RoadmapChange; diff: Diff }): ReactNode {
  const may = useMay();
  const zone = useTimeZone();
  const kind = changeKinds.find(({ value }) => value === change.kind);
  const source = [change.by, change.at && formatDate(change.at, zone)].filter(Boolean).join(", ");
  return (
    <li className={classes.line}>
      <span className={classes.kind}>
        <Icon name={kind?.icon ?? "swap"} size="small" />
        {kind?.label}
      </span>
      <div className={classes.words}>
        <p className={classes.says}>
          <span>{sayChange(change)}</span>
          {pairsOf(change).map((pair) => (
            <FromTo key={pair.label + pair.after} pair={pair} />
          ))}
        </p>
        {change.reason && <p className="two">{change.reason}</p>}
        {!change.reason && may.edit && <SayWhy change={change} diff={diff} />}
        {source && <p className="micro three">{source}</p>}
      </div>
    </li>
  );
}

function ItemChanges({ group: { item, changes }, diff }: { group: ChangedItem; diff: Diff }): ReactNode {
  const pathOf = useRecordPath();
  const isGone = changes.some(({ kind }) => kind === "removed");
  const place = item.horizon && !isGone ? horizonLabel(item.horizon as Horizon) : "";
  return (
    <li className={classes.item}>
      <div className={classes.head}>
        <Link
          className={classes.title}
          to={pathOf({ domain: "roadmap", plural: "initiatives", id: item.id })}
        >
          {item.title}
        </Link>
        <p className="small three">
          <span className="mono">{item.key}</span>
          {[place, item.team?.name].filter(Boolean).map((word) => ` · ${word}`)}
        </p>
      </div>
      <ul>
        {changes.map((change) => (
          <ChangeLine key={change.kind} change={change} diff={diff} />
        ))}
      </ul>
    </li>
  );
}

/** What became of each item, with the reason that was given for it. */
export function ChangeList({ groups, diff }: { groups: readonly ChangedItem[]; diff: Diff }): ReactNode {
  return (
    <ul className={classes.items} aria-label="What changed">
      {groups.map((group) => (
        <ItemChanges key={group.item.id} group={group} diff={diff} />
      ))}
    </ul>
  );
}
