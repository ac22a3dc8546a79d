import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { records } from "@/api/records";
import type { components } from "@/api/schema";
import { formatDate } from "@/shared/format/dates";
import { PersonAvatar } from "@/shared/people/person-avatar";
import { useRecordPath, useTimeZone } from "@/shared/people/workspace-context";
import { Icon } from "@/shared/ui/icon";
import { type Document, participant, type Session, session as sessionKind } from "../kinds";
import { consents, labelOf, listed, sessionForms } from "../words";
import classes from "./document-sub.module.css";

type Participant = components["schemas"]["ParticipantOut"];

/** From the most bound to the freest: the strictest of all who took part counts. */
const strictness = ["withdrawn", "unknown", "internal", "anonymous", "named"];

function Consent({ session }: { session: Session }): ReactNode {
  const { data } = useQuery({
    queryKey: ["records", "participant", "of", session.id],
    queryFn: () =>
      Promise.all(session.participants.map(({ id }) => records.get<Participant>(participant, id))),
    enabled: session.participants.length > 0,
  });
  const given = (data ?? []).map((each) => each.consent);
  const strictest = strictness.find((each) => given.some((one) => one === each));
  if (!strictest) return null;
  return (
    <span className={classes.consent} data-strict={strictest === "withdrawn" || undefined}>
      <Icon name="lock" size="small" />
      Consent: {labelOf(consents, strictest).toLowerCase()}
    </span>
  );
}

function trioWord(missing: readonly string[]): string {
  return missing.length === 0 ? "the whole trio was there" : `no ${listed(missing)}`;
}

/** When, where and with whom: the line under the title. */
export function DocumentSub({ document, session }: { document: Document; session?: Session }): ReactNode {
  const pathOf = useRecordPath();
  const zone = useTimeZone();
  const facts = session && [
    labelOf(sessionForms, session.form),
    session.held_on && formatDate(session.held_on, zone),
    session.minutes !== null && `${session.minutes}\u202fmin`,
    session.place,
  ];
  return (
    <span className={classes.sub}>
      <span className="mono three">{document.key}</span>
      {session && facts && (
        <>
          <Link className="link" to={pathOf({ ...sessionKind, id: session.id })}>
            {facts.filter(Boolean).join(", ")}
          </Link>
          {session.participants.length > 0 && (
            <span>with {listed(session.participants.map((each) => each.title))}</span>
          )}
          {session.attendees.length > 0 && (
            <span className="row">
              {session.attendees.map((each) => (
                <PersonAvatar key={each.id} person={each} />
              ))}
              <span className="small">{trioWord(session.missing_functions)}</span>
            </span>
          )}
          <Consent session={session} />
        </>
      )}
      {!session && <span className="three">{document.file_name || "Not tied to a session"}</span>}
    </span>
  );
}
