import type { ReactNode } from "react";
import { Link } from "react-router";
import { formatDate } from "@/shared/format/dates";
import { useRecordPath, useTimeZone } from "@/shared/people/workspace-context";
import { Icon } from "@/shared/ui/icon";
import { type ChangedItem, changeKinds, type Pair, pairsOf, sayChange } from "../changes";
import type { RoadmapChange } from "../snapshots-api";
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

function ChangeLine({ change }: { change: RoadmapChange }): ReactNode {
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
        {source && <p className="micro three">{source}</p>}
      </div>
    </li>
  );
}

function ItemChanges({ group: { item, changes } }: { group: ChangedItem }): ReactNode {
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
          <ChangeLine key={change.kind} change={change} />
        ))}
      </ul>
    </li>
  );
}

/** What became of each item, with the reason that was given for it. */
export function ChangeList({ groups }: { groups: readonly ChangedItem[] }): ReactNode {
  return (
    <ul className={classes.items} aria-label="What changed">
      {groups.map((group) => (
        <ItemChanges key={group.item.id} group={group} />
      ))}
    </ul>
  );
}
