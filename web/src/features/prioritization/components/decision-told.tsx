import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import type { RecordOut } from "@/api/types";
import { formatDate, formatMoment } from "@/shared/format/dates";
import { LinkDialog } from "@/shared/graph/link-dialog";
import { useMay, useTimeZone } from "@/shared/people/workspace-context";
import { Button } from "@/shared/ui/button";
import { SectionHead } from "@/shared/ui/page-head";
import { ProblemLine, Skeleton } from "@/shared/ui/states";
import type { Decision } from "../decision-kind";
import { type Asker, type Told, useAskers, useTold } from "../decisions-api";
import { useNodePath } from "../node";
import classes from "./decision.module.css";
import { LetterDialog } from "./letter-dialog";
import { channelWords, nameOf } from "./told-words";

function AskerLine({ asker, onWrite }: { asker: Asker; onWrite?: () => void }): ReactNode {
  const verb = asker.told_at ? "Write again" : "Write to them";
  const zone = useTimeZone();
  const pathOf = useNodePath();
  return (
    <li className={classes.line}>
      <div className="grow">
        <p className="row wrap">
          <span className="strong">{nameOf(asker)}</span>
          {asker.name && asker.account && <span className="two">{asker.account}</span>}
          <Link className="link small" to={pathOf(asker.request)}>
            {asker.request.key}
          </Link>
        </p>
        {asker.words && <p className={`small two ${classes.quote}`}>“{asker.words}”</p>}
      </div>
      <span className={`small nowrap ${asker.told_at ? "three" : "undecided strong"}`}>
        {asker.told_at ? `told ${formatDate(asker.told_at, zone)}` : "not told"}
      </span>
      {onWrite && (
        <Button size="small" icon="mail" onClick={onWrite} aria-label={`${verb}: ${nameOf(asker)}`}>
          {verb}
        </Button>
      )}
    </li>
  );
}

function ToldLine({ told }: { told: Told }): ReactNode {
  const zone = useTimeZone();
  return (
    <li className={classes.told}>
      <details>
        <summary>
          <span className="strong">{nameOf(told)}</span> <span className="two">{channelWords(told)}</span>{" "}
          <span className="three">
            {formatMoment(told.told_at, zone)}
            {told.by && `, by ${told.by.name}`}
          </span>
        </summary>
        {told.subject && <p className="small strong">{told.subject}</p>}
        <p className={`small two ${classes.letter}`}>{told.words || "No words were kept."}</p>
      </details>
    </li>
  );
}

function ToldSoFar({ decision }: { decision: Decision }): ReactNode {
  const { data, error, refetch } = useTold(decision.id);
  if (error) return <ProblemLine error={error} onRetry={() => void refetch()} />;
  if (!data || data.total === 0) return null;
  return (
    <>
      <h3 className={classes.sub}>
        Told so far <span className="three tn">{data.total}</span>
      </h3>
      <ul>
        {data.items.map((told) => (
          <ToldLine key={told.id} told={told} />
        ))}
      </ul>
    </>
  );
}

/** Who asked, who of them was told, when, and in which words. */
export default function DecisionTold({ record }: { record: RecordOut }): ReactNode {
  const decision = record as Decision;
  const may = useMay();
  const { data, error, isPending, refetch } = useAskers(decision.id);
  const [writing, setWriting] = useState<Asker | "nobody" | null>(null);
  const [linking, setLinking] = useState(false);
  const untold = decision.superseded_at ? 0 : (data?.items.filter((each) => !each.told_at).length ?? 0);
  const beyond = data ? data.total - data.items.length : 0;
  return (
    <section>
      <SectionHead title="Who asked" count={data?.total || undefined}>
        {untold > 0 && <span className="undecided strong">{untold} not told</span>}
        {may.write && (
          <Button size="small" look="quiet" icon="plus" onClick={() => setLinking(true)}>
            Link a request
          </Button>
        )}
      </SectionHead>
      {isPending && <Skeleton rows={2} />}
      {error && <ProblemLine error={error} onRetry={() => void refetch()} />}
      {data?.total === 0 && (
        <div className={`stack ${classes.note}`}>
          <p className="three">
            Nobody is on record as having asked. Link the request that this answers, and whoever made it can
            be told.
          </p>
          {may.write && (
            <div>
              <Button size="small" icon="mail" onClick={() => setWriting("nobody")}>
                Write a letter
              </Button>
            </div>
          )}
        </div>
      )}
      <ul>
        {data?.items.map((asker) => (
          <AskerLine
            key={asker.request.id}
            asker={asker}
            onWrite={may.write ? () => setWriting(asker) : undefined}
          />
        ))}
      </ul>
      {beyond > 0 && <p className={`small three ${classes.note}`}>and {beyond} more</p>}
      <ToldSoFar decision={decision} />
      {linking && (
        <LinkDialog
          node={decision}
          kinds={["request"]}
          relation="answers:out"
          onClose={() => setLinking(false)}
        />
      )}
      {writing && (
        <LetterDialog
          decision={decision}
          requestId={writing === "nobody" ? undefined : writing.request.id}
          onClose={() => setWriting(null)}
        />
      )}
    </section>
  );
}
