import { Modal } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { useMay } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { Icon } from "@/shared/ui/icon";
import { TextArea, TextField } from "@/shared/ui/inputs";
import { ProblemState, Skeleton } from "@/shared/ui/states";
import { toast } from "@/shared/ui/toasts";
import type { Decision } from "../decision-kind";
import { type Letter, useLetter, useNoteTold, useSendLetter } from "../decisions-api";
import classes from "./decision.module.css";
import { leftOutWords, nameOf } from "./told-words";

interface Props {
  decision: Decision;
  /** The request whose asker is written to; without it the letter is to nobody in particular. */
  requestId?: string;
  onClose: () => void;
}

type Channel = "sent" | "copied" | "spoken";

interface Draft {
  name: string;
  address: string;
  subject: string;
  words: string;
}

function useTelling(decision: Decision, requestId: string | null, onClose: () => void) {
  const send = useSendLetter(decision.id);
  const note = useNoteTold(decision.id);
  const [busy, setBusy] = useState<Channel | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function tell(channel: Channel, { name, address, subject, words }: Draft): Promise<void> {
    setBusy(channel);
    setProblem(null);
    try {
      if (channel === "copied") await navigator.clipboard.writeText(words);
      if (channel === "sent")
        await send.mutateAsync({ request_id: requestId, name, address, subject, words });
      else await note.mutateAsync({ request_id: requestId, name, channel, words });
      toast({ message: says[channel](name) });
      onClose();
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(null);
    }
  }

  return { busy, problem, tell };
}

const says: Record<Channel, (name: string) => string> = {
  sent: (name) => `Sent to ${name}`,
  copied: (name) => `Copied; ${name} counts as told`,
  spoken: (name) => `${name} counts as told`,
};

function LeftOut({ parts }: { parts: readonly string[] }): ReactNode {
  if (parts.length === 0) return null;
  return (
    <div className={classes.leftOut}>
      <Icon name="lock" size="small" />
      <div className="small two">
        <p>Left out because it names another customer:</p>
        <ul>
          {parts.map((part) => (
            <li key={part}>{leftOutWords[part] ?? part}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function LetterForm({ decision, letter, onClose }: Omit<Props, "requestId"> & { letter: Letter }): ReactNode {
  const may = useMay();
  const { busy, problem, tell } = useTelling(decision, letter.request?.id ?? null, onClose);
  const [draft, setDraft] = useState<Draft>({
    name: letter.name || letter.account,
    address: letter.address,
    subject: letter.subject,
    words: letter.words,
  });
  const set = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }));
  const errorOf = (name: string) => problem?.fields[name]?.join(" ");
  const hasName = draft.name.trim() !== "";
  const hasWords = draft.words.trim() !== "";

  function send(event: FormEvent): void {
    event.preventDefault();
    if (may.edit) void tell("sent", { ...draft, name: draft.name || draft.address });
  }

  return (
    <form className="stack" onSubmit={send}>
      <div className={classes.pair}>
        <TextField
          label="To"
          maxLength={200}
          hint={hasName ? undefined : "Name who is told; it is kept on record."}
          value={draft.name}
          error={errorOf("name")}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextField
          label="E-mail"
          type="email"
          value={draft.address}
          error={errorOf("address")}
          onChange={(event) => set({ address: event.currentTarget.value })}
        />
      </div>
      <TextField
        label="Subject"
        maxLength={200}
        value={draft.subject}
        error={errorOf("subject")}
        onChange={(event) => set({ subject: event.currentTarget.value })}
      />
      <TextArea
        label="Letter"
        hint="Written from the record. Change what you like; it is kept as you send it."
        rows={17}
        maxLength={20_000}
        value={draft.words}
        error={errorOf("words")}
        onChange={(event) => set({ words: event.currentTarget.value })}
      />
      <LeftOut parts={letter.left_out} />
      {problem && Object.keys(problem.fields).length === 0 && (
        <p className="worse" role="alert">
          {problem.title}
          {problem.detail && problem.detail !== problem.title && ` ${problem.detail}`}
        </p>
      )}
      <div className={classes.actions}>
        <Button
          look="quiet"
          icon="comment"
          busy={busy === "spoken"}
          disabled={!hasName}
          onClick={() => void tell("spoken", { ...draft, words: "" })}
        >
          Told in person
        </Button>
        <span className="grow" />
        <Button
          icon="copy"
          busy={busy === "copied"}
          disabled={!hasName || !hasWords}
          onClick={() => void tell("copied", draft)}
        >
          Copy
        </Button>
        {may.edit && (
          <Button
            look="primary"
            icon="mail"
            type="submit"
            busy={busy === "sent"}
            disabled={!draft.address.trim() || !draft.subject.trim() || !hasWords}
          >
            Send by e-mail
          </Button>
        )}
      </div>
      <p className="small three">Each of these puts on record that they were told, by whom and when.</p>
    </form>
  );
}

/** The letter to somebody who asked: made from the record, edited, then sent, copied or said. */
export function LetterDialog({ decision, requestId, onClose }: Props): ReactNode {
  const { data, error, refetch, isFetching } = useLetter(decision.id, requestId);
  const title = data && (data.name || data.account) ? `Write to ${nameOf(data)}` : "Write a letter";
  return (
    <Modal opened onClose={onClose} title={title} size="min(680px, 100%)">
      {error && <ProblemState error={error} onRetry={() => void refetch()} />}
      {!data && isFetching && <Skeleton rows={5} />}
      {data && <LetterForm decision={decision} letter={data} onClose={onClose} />}
    </Modal>
  );
}
