import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import { formatDate } from "@/shared/format/dates";
import { useMay, useRecordPath, useTimeZone } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { type KeyResult, keyResult as kind } from "../kinds";
import { formatReach, formatShare } from "../words";
import { CheckInDialog } from "./check-in-dialog";
import classes from "./goals.module.css";
import { KeyResultBar } from "./key-result-bar";
import { KeyResultStatus } from "./key-result-status";

export function KeyResultRow({ keyResult }: { keyResult: KeyResult }): ReactNode {
  const [open, setOpen] = useState(false);
  const may = useMay();
  const pathOf = useRecordPath();
  const zone = useTimeZone();
  const { checked_in_at: at, confidence, owner } = keyResult;
  const seen = at ? `checked in ${formatDate(at, zone)}` : "no check-in yet";
  return (
    <li className={classes.row}>
      <div className={classes.goal}>
        <Link to={pathOf({ ...kind, id: keyResult.id })}>{keyResult.title}</Link>
        <span className="small three">
          <span className="mono">{keyResult.key}</span> {owner ? `${owner.name}, ${seen}` : seen}
        </span>
      </div>
      <span className={classes.reach}>{formatReach(keyResult)}</span>
      <span className={classes.bar}>
        <KeyResultBar keyResult={keyResult} />
      </span>
      <span className={classes.status}>
        <KeyResultStatus keyResult={keyResult} />
      </span>
      <span className={`${classes.sure} tn two num`} title="Confidence">
        {confidence === null ? "" : `sure ${formatShare(confidence)}`}
      </span>
      <span className={classes.act}>
        {may.write && (
          <Button size="small" onClick={() => setOpen(true)} aria-label={`Check in on ${keyResult.title}`}>
            Check in
          </Button>
        )}
      </span>
      {open && <CheckInDialog keyResult={keyResult} onClose={() => setOpen(false)} />}
    </li>
  );
}
