import { Modal } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem } from "@/api/problem";
import { formatDate } from "@/shared/format/dates";
import { useTimeZone } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { CopyField } from "@/shared/ui/copy-field";
import { SelectField, TextField } from "@/shared/ui/inputs";
import { ProblemLine, Skeleton } from "@/shared/ui/states";
import classes from "./share-dialog.module.css";
import {
  type ShareLink,
  type ShareLinkMade,
  useMakeShareLink,
  useRevokeShareLink,
  useShareLinks,
} from "./share-links";

/** What a link may show, where its view has more than one face. */
export interface Face {
  /** The option's name. */
  name: string;
  label: string;
  hint?: string;
  options: readonly { value: string; label: string }[];
}

/** A view within another page: what it is called there, and where it stands by a link's token. */
export interface Embed {
  title: string;
  pathOf: (token: string) => string;
}

interface Props {
  /** The view's name on the server. */
  view: string;
  title: string;
  says: ReactNode;
  nobody: string;
  face?: Face;
  /** For a view that pages elsewhere may show. */
  embed?: Embed;
  onClose: () => void;
}

const terms = [
  { value: "", label: "Until it is revoked" },
  { value: "7", label: "For 7 days" },
  { value: "30", label: "For 30 days" },
  { value: "90", label: "For 90 days" },
  { value: "365", label: "For a year" },
] as const;

function NewLink({
  view,
  face,
  onMade,
}: Pick<Props, "view" | "face"> & { onMade: (made: ShareLinkMade) => void }): ReactNode {
  const [name, setName] = useState("");
  const [days, setDays] = useState("90");
  const [shown, setShown] = useState(face?.options[0]?.value ?? "");
  const { mutateAsync, isPending, error } = useMakeShareLink(view);
  const problem = error ? asProblem(error) : null;

  async function make(event: FormEvent): Promise<void> {
    event.preventDefault();
    try {
      const options = face ? { [face.name]: shown } : {};
      onMade(await mutateAsync({ name: name.trim(), days: days ? Number(days) : null, options }));
      setName("");
    } catch {
      // The refusal is shown under the form, and what was written stays.
    }
  }

  return (
    <form className={classes.form} onSubmit={(event) => void make(event)}>
      {face && (
        <div className={classes.face}>
          <SelectField
            label={face.label}
            hint={face.hint}
            options={face.options}
            value={shown}
            onChange={(event) => setShown(event.currentTarget.value)}
          />
        </div>
      )}
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

/** The text that shows a link's view within another page. */
export function frameFor(
  { url, token }: Pick<ShareLinkMade, "url" | "token">,
  { title, pathOf }: Embed,
): string {
  const { href } = new URL(pathOf(token), url);
  return `<iframe src="${href}" title="${title}" width="100%" height="640" loading="lazy" style="border:0"></iframe>`;
}

function MadeLink({ made, embed }: { made: ShareLinkMade } & Pick<Props, "embed">): ReactNode {
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
      {embed && (
        <>
          <p className="small two">For a page of your own, put this into it. It runs no script.</p>
          <CopyField label="Code" text={frameFor(made, embed)} />
        </>
      )}
    </div>
  );
}

function LinkLine({ link, face }: { link: ShareLink; face?: Face }): ReactNode {
  const zone = useTimeZone();
  const { mutate, isPending } = useRevokeShareLink();
  const [asking, setAsking] = useState(false);
  const name = link.name || "Without a name";
  const shown = face?.options.find(({ value }) => value === link.options[face.name]);
  return (
    <li className={classes.line}>
      <div className="grow">
        <p className="strong clip">{name}</p>
        <p className="small three">
          {shown && `${shown.label} · `}
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

function Links({ view, nobody, face }: Pick<Props, "view" | "nobody" | "face">): ReactNode {
  const { data, error, isPending, refetch } = useShareLinks(view);
  if (isPending) return <Skeleton rows={2} />;
  if (error) return <ProblemLine error={error} onRetry={() => void refetch()} />;
  if (data.length === 0) return <p className="three">{nobody}</p>;
  return (
    <ul aria-label="Links that work">
      {data.map((link) => (
        <LinkLine key={link.id} link={link} face={face} />
      ))}
    </ul>
  );
}

/** The links by which outsiders read a view: made here, seen once, and revoked. */
export function ShareLinksDialog({ view, title, says, nobody, face, embed, onClose }: Props): ReactNode {
  const [made, setMade] = useState<ShareLinkMade | null>(null);
  const { data: links } = useShareLinks(view);
  const works = links?.some(({ id }) => id === made?.id) ?? true;
  return (
    <Modal opened onClose={onClose} title={title} size="var(--dialog-width)">
      <div className="stack">
        <p className="two">{says}</p>
        <NewLink view={view} face={face} onMade={setMade} />
        {made && works && <MadeLink made={made} embed={embed} />}
        <Links view={view} nobody={nobody} face={face} />
      </div>
    </Modal>
  );
}
