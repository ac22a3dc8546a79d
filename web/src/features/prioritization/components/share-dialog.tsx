import { Modal } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem } from "@/api/problem";
import { formatDate } from "@/shared/format/dates";
import { useTimeZone } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { CopyField } from "@/shared/ui/copy-field";
import { SelectField, TextField } from "@/shared/ui/inputs";
import { ProblemLine, Skeleton } from "@/shared/ui/states";
import {
  type ShareLink,
  type ShareLinkMade,
  useMakeShareLink,
  useRevokeShareLink,
  useShareLinks,
} from "../decisions-api";
import classes from "./share-dialog.module.css";

const terms = [
  { value: "", label: "Until it is revoked" },
  { value: "7", label: "For 7 days" },
  { value: "30", label: "For 30 days" },
  { value: "90", label: "For 90 days" },
  { value: "365", label: "For a year" },
] as const;

function NewLink({ onMade }: { onMade: (made: ShareLinkMade) => void }): ReactNode {
  const [name, setName] = useState("");
  const [days, setDays] = useState("90");
  const { mutateAsync, isPending, error } = useMakeShareLink();
  const problem = error ? asProblem(error) : null;

  async function make(event: FormEvent): Promise<void> {
    event.preventDefault();
    try {
      onMade(await mutateAsync({ name: name.trim(), days: days ? Number(days) : null }));
      setName("");
    } catch {
      // The refusal is shown under the form, and what was written stays.
    }
  }

  return (
    <form className={classes.form} onSubmit={(event) => void make(event)}>
      <TextField
        label="For whom"
        hint="Only you see this, to tell links apart."
        maxLength={100}
        value={name}
        error={problem?.fields.name?.join(" ")}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <SelectField
        label="Works"
        options={terms}
        value={days}
        error={problem?.fields.days?.join(" ")}
        onChange={(event) => setDays(event.currentTarget.value)}
      />
      <Button type="submit" icon="link" size="large" busy={isPending}>
        Create link
      </Button>
      {problem && Object.keys(problem.fields).length === 0 && <ProblemLine error={problem} />}
    </form>
  );
}

function MadeLink({ made }: { made: ShareLinkMade }): ReactNode {
  return (
    <div className={classes.made} role="status">
      <p>
        <b>Copy the link now.</b>{" "}
        <span className="two">It is shown this once; only a fingerprint of it is stored.</span>
      </p>
      <CopyField label="Link" text={made.url} />
      <a className="link small" href={made.url} target="_blank" rel="noreferrer">
        See it as they do
      </a>
    </div>
  );
}

function LinkLine({ link }: { link: ShareLink }): ReactNode {
  const zone = useTimeZone();
  const { mutate, isPending } = useRevokeShareLink();
  const [asking, setAsking] = useState(false);
  const name = link.name || "Without a name";
  return (
    <li className={classes.line}>
      <div className="grow">
        <p className="strong clip">{name}</p>
        <p className="small three">
          {link.created_by.name}, {formatDate(link.created_at, zone)} ·{" "}
          {link.expires_at ? `works until ${formatDate(link.expires_at, zone)}` : "works until revoked"}
        </p>
      </div>
      {asking ? (
        <span className="row">
          <Button size="small" look="danger" busy={isPending} onClick={() => mutate(link)}>
            Revoke for good
          </Button>
          <Button size="small" look="quiet" onClick={() => setAsking(false)}>
            Keep
          </Button>
        </span>
      ) : (
        <Button size="small" onClick={() => setAsking(true)} aria-label={`Revoke ${name}`}>
          Revoke
        </Button>
      )}
    </li>
  );
}

function Links(): ReactNode {
  const { data, error, isPending, refetch } = useShareLinks();
  if (isPending) return <Skeleton rows={2} />;
  if (error) return <ProblemLine error={error} onRetry={() => void refetch()} />;
  if (data.length === 0) return <p className="three">Nobody outside can read the list yet.</p>;
  return (
    <ul aria-label="Links that work">
      {data.map((link) => (
        <LinkLine key={link.id} link={link} />
      ))}
    </ul>
  );
}

/** The links by which outsiders read what is not done, and why. */
export function ShareDialog({ onClose }: { onClose: () => void }): ReactNode {
  const [made, setMade] = useState<ShareLinkMade | null>(null);
  const { data: links } = useShareLinks();
  const works = links?.some(({ id }) => id === made?.id) ?? true;
  return (
    <Modal opened onClose={onClose} title="Share what we are not doing" size="var(--dialog-width)">
      <div className="stack">
        <p className="two">
          Whoever holds a link reads the published statements, signed in or not: title, words, month, and when
          you look again. Nothing else.
        </p>
        <NewLink onMade={setMade} />
        {made && works && <MadeLink made={made} />}
        <Links />
      </div>
    </Modal>
  );
}
