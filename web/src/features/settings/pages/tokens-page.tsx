import { Modal } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { type TokenMadeOut, type TokenOut, workspace } from "@/api/workspace";
import { formatMoment } from "@/shared/format/dates";
import { sentenceCase } from "@/shared/format/format";
import { useTimeZone } from "@/shared/people/workspace-context";
import { PracticePage } from "@/shared/practice/practice-page";
import { Button, IconButton } from "@/shared/ui/button";
import { CopyField } from "@/shared/ui/copy-field";
import { DataTable } from "@/shared/ui/data-table";
import { SelectField, TextField } from "@/shared/ui/inputs";
import { EmptyState, ProblemLine, ProblemState, Skeleton } from "@/shared/ui/states";
import { toast, toastProblem } from "@/shared/ui/toasts";
import classes from "../settings.module.css";

const scopes = [
  { value: "read", label: "Read" },
  { value: "write", label: "Read and write" },
  { value: "ingest", label: "Send events only" },
] as const;

function NewToken({ onClose }: { onClose: () => void }): ReactNode {
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [scope, setScope] = useState<TokenOut["scope"]>("read");
  const [made, setMade] = useState<TokenMadeOut | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function make(event: FormEvent): Promise<void> {
    event.preventDefault();
    try {
      setMade(await workspace.createToken({ name, scope }));
      await client.invalidateQueries({ queryKey: ["tokens"] });
    } catch (error) {
      setProblem(asProblem(error));
    }
  }

  if (made)
    return (
      <Modal opened onClose={onClose} title="Copy the token now" size="var(--dialog-width)">
        <div className={classes.form}>
          <p className="two">It is shown this once and stored only as a fingerprint.</p>
          <CopyField label="Token" text={made.secret} />
          <div className={classes.actions}>
            <Button look="primary" onClick={onClose}>
              I have copied it
            </Button>
          </div>
        </div>
      </Modal>
    );
  return (
    <Modal opened onClose={onClose} title="New API token" size="var(--dialog-width)">
      <form className={classes.form} onSubmit={(event) => void make(event)}>
        <TextField
          label="Name"
          hint="What uses it, so that it can be told apart later."
          required
          value={name}
          error={problem?.fields.name?.join(" ")}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <SelectField
          label="May"
          options={scopes}
          value={scope}
          onChange={(event) =>
            setScope(scopes.find((each) => each.value === event.currentTarget.value)?.value ?? "read")
          }
        />
        {problem && !problem.fields.name && <ProblemLine error={problem} />}
        <div className={classes.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" type="submit" disabled={!name.trim()}>
            Create token
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function Tokens({
  tokens,
  onRevoke,
}: {
  tokens: readonly TokenOut[];
  onRevoke: (token: TokenOut) => void;
}): ReactNode {
  const timeZone = useTimeZone();
  return (
    <DataTable
      name="API tokens"
      rows={tokens}
      idOf={(token) => token.id}
      columns={[
        { label: "Name", show: (token) => <span className="strong">{token.name}</span> },
        {
          label: "Token",
          width: 140,
          wideOnly: true,
          show: (token) => <span className="mono three">{token.hint}</span>,
        },
        {
          label: "May",
          width: 140,
          show: (token) =>
            scopes.find((each) => each.value === token.scope)?.label ?? sentenceCase(token.scope),
        },
        { label: "Of", width: 140, wideOnly: true, show: (token) => token.member.name },
        {
          label: "Last used",
          width: 140,
          wideOnly: true,
          show: (token) =>
            token.last_used_at ? (
              formatMoment(token.last_used_at, timeZone)
            ) : (
              <span className="three">Never</span>
            ),
        },
        {
          label: "",
          width: 44,
          show: (token) => (
            <IconButton
              icon="trash"
              size="small"
              label={`Revoke ${token.name}`}
              onClick={() => onRevoke(token)}
            />
          ),
        },
      ]}
    />
  );
}

export default function TokensPage(): ReactNode {
  const client = useQueryClient();
  const [making, setMaking] = useState(false);
  const { data, error, refetch } = useQuery({ queryKey: ["tokens"], queryFn: workspace.tokens });

  async function revoke(token: TokenOut): Promise<void> {
    if (!window.confirm(`Revoke “${token.name}”? Whatever uses it stops at once; this cannot be undone.`))
      return;
    try {
      await workspace.revokeToken(token.id);
      await client.invalidateQueries({ queryKey: ["tokens"] });
      toast({ message: `${token.name} revoked` });
    } catch (refused) {
      toastProblem(refused);
    }
  }

  const create = (
    <Button icon="plus" onClick={() => setMaking(true)}>
      New token
    </Button>
  );
  return (
    <PracticePage practice="settings" title="Settings" actions={create}>
      {error && <ProblemState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={3} />}
      {data?.length === 0 && (
        <EmptyState icon="key" title="No tokens yet" actions={create}>
          A token lets a script or an import act in your name, within what you allow it.
        </EmptyState>
      )}
      {data && data.length > 0 && <Tokens tokens={data} onRevoke={(token) => void revoke(token)} />}
      {making && <NewToken onClose={() => setMaking(false)} />}
    </PracticePage>
  );
}
