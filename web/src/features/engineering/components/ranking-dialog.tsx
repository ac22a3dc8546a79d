import { Modal } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { plural } from "@/shared/format/format";
import { useRecordPath, useWorkspace } from "@/shared/people/workspace-context";
import { Button, ButtonLink } from "@/shared/ui/button";
import { SelectField } from "@/shared/ui/inputs";
import { MethodText } from "@/shared/ui/number-with-method";
import { ProblemLine, Skeleton } from "@/shared/ui/states";
import { engineering, type Round, useOpenRounds, useRefresh } from "../api";
import { type Debt, methodOfPrice } from "../words";
import classes from "./registers.module.css";

function NoRound({ onClose }: { onClose: () => void }): ReactNode {
  const { slug } = useWorkspace();
  return (
    <>
      <p className="two">
        No scoring round takes candidates now. Begin one, and this debt can compete in it with what is new.
      </p>
      <div className={classes.end}>
        <Button onClick={onClose}>Close</Button>
        <ButtonLink look="primary" to={`/w/${slug}/prioritization/scoring-rounds`}>
          Scoring rounds
        </ButtonLink>
      </div>
    </>
  );
}

interface Put {
  roundId: string;
  /** How many of the round's columns its numbers were put in. */
  filled: number;
}

function Done({ put: { roundId, filled }, onClose }: { put: Put; onClose: () => void }): ReactNode {
  const pathOf = useRecordPath();
  return (
    <>
      <p role="status">
        {filled > 0
          ? `It stands in the round, with ${plural(filled, "column")} filled in for you.`
          : "It stands in the round. No column there took its numbers, so it is scored like the others."}
      </p>
      <div className={classes.end}>
        <Button onClick={onClose}>Close</Button>
        <ButtonLink
          look="primary"
          to={pathOf({ domain: "prioritization", plural: "scoring-rounds", id: roundId })}
        >
          Open the round
        </ButtonLink>
      </div>
    </>
  );
}

interface FormProps {
  debt: Debt;
  rounds: readonly Round[];
  onPut: (put: Put) => void;
  onClose: () => void;
}

function PutUp({ debt, rounds, onPut, onClose }: FormProps): ReactNode {
  const refresh = useRefresh();
  const [round, setRound] = useState(rounds[0]?.id ?? "");
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);

  async function putUp(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    try {
      const { values } = await engineering.putUp(debt.id, round);
      await refresh();
      onPut({ roundId: round, filled: Object.keys(values).length });
    } catch (error) {
      setProblem(asProblem(error));
      setBusy(false);
    }
  }

  return (
    <form className="stack" onSubmit={(event) => void putUp(event)}>
      <SelectField
        label="Round"
        options={rounds.map((each) => ({ value: each.id, label: each.title }))}
        value={round}
        error={problem?.fields.round_id?.join(" ")}
        onChange={(event) => setRound(event.currentTarget.value)}
      />
      {debt.price.cost_of_delay === null ? (
        <p className="undecided">
          It has no price yet. Say how many hours it costs each week, and it competes with a number.
        </p>
      ) : (
        <div className={classes.price}>
          <MethodText method={methodOfPrice(debt)} />
        </div>
      )}
      {problem && Object.keys(problem.fields).length === 0 && (
        <p className="worse" role="alert">
          {problem.message}
        </p>
      )}
      <div className={classes.end}>
        <Button onClick={onClose}>Cancel</Button>
        <Button look="primary" type="submit" busy={busy}>
          Put up for ranking
        </Button>
      </div>
    </form>
  );
}

/** Lets a debt compete in a round, at its price. */
export function RankingDialog({ debt, onClose }: { debt: Debt; onClose: () => void }): ReactNode {
  const { data: rounds, error, refetch } = useOpenRounds();
  const [put, setPut] = useState<Put | null>(null);
  return (
    <Modal opened onClose={onClose} title="Put up for ranking" size="var(--dialog-width)">
      <div className="stack">
        <p className="strong">{debt.title}</p>
        {error && <ProblemLine error={error} onRetry={() => void refetch()} />}
        {!rounds && !error && <Skeleton rows={2} />}
        {put && <Done put={put} onClose={onClose} />}
        {!put && rounds?.length === 0 && <NoRound onClose={onClose} />}
        {!put && rounds && rounds.length > 0 && (
          <PutUp debt={debt} rounds={rounds} onPut={setPut} onClose={onClose} />
        )}
      </div>
    </Modal>
  );
}
