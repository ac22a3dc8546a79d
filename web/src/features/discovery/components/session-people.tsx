import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import type { RecordOut } from "@/api/types";
import { PersonAvatar } from "@/shared/people/person-avatar";
import { useMay, useMembers, useRecordPath } from "@/shared/people/workspace-context";
import { placeRecord, usePatch } from "@/shared/records/use-record";
import { useRecordChoices } from "@/shared/records/use-record-choices";
import { Button } from "@/shared/ui/button";
import { SectionHead } from "@/shared/ui/page-head";
import { Picker } from "@/shared/ui/picker";
import { StateLabel } from "@/shared/ui/state-glyph";
import { toastProblem } from "@/shared/ui/toasts";
import { discovery, useRefresh } from "../api";
import { participant, type Session, session as sessionKind } from "../kinds";
import { listed } from "../words";
import classes from "./session-people.module.css";

function toggled(ids: readonly string[], id: string): string[] {
  return ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id];
}

function Team({ session, mayEdit }: { session: Session; mayEdit: boolean }): ReactNode {
  const client = useQueryClient();
  const members = useMembers();
  const refresh = useRefresh();
  const [open, setOpen] = useState(false);
  const there = session.attendees.map((each) => each.id);

  async function toggle(id: string): Promise<void> {
    try {
      placeRecord(client, sessionKind, await discovery.setAttendance(session.id, toggled(there, id)));
      await refresh();
    } catch (error) {
      toastProblem(error);
    }
  }

  return (
    <div>
      <SectionHead title="From the team" count={there.length || undefined}>
        {mayEdit && (
          <Picker
            open={open}
            onClose={() => setOpen(false)}
            label="Who was there?"
            chosen={there}
            choices={members
              .filter((each) => each.left_at === null)
              .map((each) => ({ key: each.id, value: each.id, text: `${each.name}, ${each.function}` }))}
            onPick={(id) => void toggle(id)}
          >
            <Button size="small" look="quiet" icon="plus" onClick={() => setOpen(!open)}>
              Who was there
            </Button>
          </Picker>
        )}
      </SectionHead>
      <ul>
        {session.attendees.map((each) => (
          <li key={each.id} className={classes.person}>
            <PersonAvatar person={each} withName />
            <span className="three">{each.function}</span>
          </li>
        ))}
      </ul>
      <p className={classes.trio}>
        {session.missing_functions.length === 0 ? (
          <StateLabel state="on_track">The whole trio was there</StateLabel>
        ) : (
          <StateLabel state="at_risk">Nobody from {listed(session.missing_functions)} was there</StateLabel>
        )}
      </p>
    </div>
  );
}

function Customers({ session, mayEdit }: { session: Session; mayEdit: boolean }): ReactNode {
  const patch = usePatch(sessionKind);
  const pathOf = useRecordPath();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const { choices, searching } = useRecordChoices("participant", typed, open);
  const ids = session.participants.map((each) => each.id);
  const save = (id: string) => void patch(session, { participant_ids: toggled(ids, id) }, true);
  return (
    <div>
      <SectionHead title="Participants" count={ids.length || undefined}>
        {mayEdit && (
          <Picker
            open={open}
            onClose={() => setOpen(false)}
            label="Who took part?"
            chosen={ids}
            choices={choices}
            onSearch={setTyped}
            searching={searching}
            onPick={(chosen) => chosen && save(chosen.id)}
          >
            <Button size="small" look="quiet" icon="plus" onClick={() => setOpen(!open)}>
              Participant
            </Button>
          </Picker>
        )}
      </SectionHead>
      <ul>
        {session.participants.map((each) => (
          <li key={each.id} className={classes.person}>
            <span className="mono three">{each.key}</span>
            <Link to={pathOf({ ...participant, id: each.id })}>{each.title}</Link>
          </li>
        ))}
      </ul>
      {ids.length === 0 && <p className={classes.trio}>Nobody is named yet.</p>}
    </div>
  );
}

/** Who sat in a session: customers on one side, the team with its functions on the other. */
export default function SessionPeople({ record }: { record: RecordOut }): ReactNode {
  const may = useMay();
  const session = record as Session;
  const mayEdit = may.write && !record.archived_at;
  return (
    <section aria-label="People" className={classes.sides}>
      <Team session={session} mayEdit={mayEdit} />
      <Customers session={session} mayEdit={mayEdit} />
    </section>
  );
}
