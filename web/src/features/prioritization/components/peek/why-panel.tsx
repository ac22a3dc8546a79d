import { type ReactNode, useState } from "react";
import { formatNumber, formatRange } from "@/shared/format/format";
import { Button } from "@/shared/ui/button";
import { Icon } from "@/shared/ui/icon";
import { HowComputed } from "@/shared/ui/number-with-method";
import { type Choice, Picker } from "@/shared/ui/picker";
import { ProblemState, Skeleton } from "@/shared/ui/states";
import { StrengthTally, strengths } from "@/shared/ui/strength-glyph";
import { toast } from "@/shared/ui/toasts";
import { useRows, useWhy, type Why } from "../../api";
import { formatScore, type Head } from "../../kinds";
import { formatRating, labelOf } from "../../scores";
import { GapBars } from "./gap-bars";
import classes from "./peek.module.css";

type Side = Why["first"];

interface PickProps {
  head: Head;
  side: Side | undefined;
  prompt: string;
  leaves: number | null;
  onPick: (candidate: number) => void;
}

/** The name of a candidate, and the list to take another. */
function CandidatePick({ head, side, prompt, leaves, onPick }: PickProps): ReactNode {
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const { data, isFetching } = useRows(
    head.scoring_round.id,
    { q: typed, decided: "any" },
    { enabled: open },
  );
  const choices: Choice<number>[] = (data?.items ?? [])
    .filter((row) => row.place.rank !== null && row.candidate_id !== leaves)
    .slice(0, 20)
    .map((row) => ({ key: String(row.candidate_id), value: row.candidate_id, text: row.node.title }));
  return (
    <Picker
      open={open}
      onClose={() => setOpen(false)}
      label="Find a candidate"
      choices={choices}
      chosen={side ? [String(side.candidate_id)] : []}
      onSearch={setTyped}
      searching={isFetching}
      onPick={(candidate) => {
        setOpen(false);
        onPick(candidate);
      }}
    >
      <button type="button" className={classes.pick} onClick={() => setOpen(!open)}>
        <span className="clip">{side?.title ?? prompt}</span>
        <Icon name="down" size="small" className="three" />
      </button>
    </Picker>
  );
}

function Evidence({ sides }: { sides: readonly Side[] }): ReactNode {
  const most = Math.max(
    1,
    ...sides.map(({ evidence }) => Object.values(evidence).reduce((a, b) => a + b, 0)),
  );
  const counts = Object.fromEntries(
    strengths.map((each) => [each, sides.reduce((sum, { evidence }) => sum + (evidence[each] ?? 0), 0)]),
  );
  return (
    <section className={classes.part}>
      <h3>Evidence behind each</h3>
      {sides.map(({ candidate_id: id, title, evidence }) => {
        const all = strengths.flatMap((each) => Array.from({ length: evidence[each] ?? 0 }, () => each));
        const says = strengths.map((each) => `${evidence[each] ?? 0} ${each}`).join(", ");
        const shown = most > 24 ? all.filter((_, index) => index % Math.ceil(most / 24) === 0) : all;
        return (
          <div key={id} className={classes.evidence}>
            <span className="clip">{title}</span>
            <span className={classes.cells} role="img" aria-label={says}>
              {shown.map((strength, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: like marks in a fixed order
                <i key={index} data-strength={strength} />
              ))}
            </span>
            <span className="tn three">{all.length}</span>
          </div>
        );
      })}
      <StrengthTally counts={counts} />
    </section>
  );
}

function Flips({ why }: { why: Why }): ReactNode {
  const titles = new Map([why.first, why.second].map((side) => [side.candidate_id, side.title]));
  return (
    <section className={classes.part}>
      <h3>What would flip it</h3>
      {why.flips.map((flip) => (
        <p key={`${flip.candidate_id} ${flip.column}`} className={classes.line}>
          <span className="two">
            {flip.label} of {titles.get(flip.candidate_id)} {flip.at > flip.now ? "above" : "below"}
          </span>
          <span className="nowrap tn">
            <b>{formatNumber(flip.at, { digits: 1 })}</b>{" "}
            <span className="three">
              (now {formatRating(flip.now)}
              {flip.is_within_range && `, given ${formatRange(flip.low, flip.high)}`})
            </span>
          </span>
        </p>
      ))}
      {why.flips.length === 0 && <p className="small three">No single number turns this order.</p>}
      {why.swap !== null && (
        <p className={classes.line}>
          <span className="two">The other way round in</span>
          <span className="tn">
            <b>{formatNumber(why.swap * 100, { digits: 0 })}</b> of 100 re-scorings
          </span>
        </p>
      )}
    </section>
  );
}

/** The estimates of these two, or of the whole list, that are worth asking again. */
function Asks({ head, why }: { head: Head; why: Why }): ReactNode {
  const { asks } = head.standing;
  const ids = [why.first.candidate_id, why.second.candidate_id];
  const theirs = asks.filter(({ id }) => ids.includes(id));
  const shown = (theirs.length > 0 ? theirs : asks).slice(0, 2);
  if (shown.length === 0) return null;
  return (
    <section className={classes.part}>
      <h3>Worth asking once more</h3>
      {shown.map((ask) => (
        <p key={`${ask.id} ${ask.column}`} className={classes.line}>
          <span className="two">
            {labelOf(head.columns, ask.column)} of {ask.title}
          </span>
          <span className="tn nowrap">
            moves it <b>{formatNumber(ask.places, { digits: 1 })}</b> places
          </span>
        </p>
      ))}
    </section>
  );
}

const method = {
  name: "Shapley values of the columns",
  from: "What the score changes when a column goes from the second's number to the first's, in the mean over every order in which the columns may be exchanged. They sum to the gap. Re-scorings: 10,000 draws, raters picked again from their own, each number a notch down, unchanged or a notch up.",
};

interface Props {
  head: Head;
  first: number;
  second: number | null;
  onPair: (first: number | null, second: number | null) => void;
}

/** Two candidates beside each other: words first, then the parts, the evidence, and what would turn it. */
export function WhyPanel({ head, first, second, onPair }: Props): ReactNode {
  const { data: why, error, refetch, isPlaceholderData } = useWhy(head.scoring_round.id, first, second);
  const isCurrent = why && !isPlaceholderData;
  const copy = () =>
    why && void navigator.clipboard.writeText(why.words).then(() => toast({ message: "Copied as a reply" }));
  return (
    <div aria-busy={isPlaceholderData || undefined}>
      <section className={`${classes.part} ${classes.pair}`}>
        <span className="three">Why</span>
        <CandidatePick
          head={head}
          side={why?.first}
          prompt="Choose a candidate"
          leaves={second}
          onPick={(candidate) => onPair(candidate, second)}
        />
        <span className="tn strong">{why && formatScore(why.first.score)}</span>
        <span className="three">before</span>
        <CandidatePick
          head={head}
          side={isCurrent ? why.second : undefined}
          prompt="Choose another to compare"
          leaves={first}
          onPick={(candidate) => onPair(first, candidate)}
        />
        <span className="tn strong">{isCurrent && formatScore(why.second.score)}</span>
      </section>
      {error && <ProblemState error={error} onRetry={() => void refetch()} />}
      {!why && !error && second !== null && <Skeleton rows={6} height={40} />}
      {why && !error && (
        <>
          <section className={classes.part}>
            <div className={classes.words}>
              {why.words.split(/\n+/).map((paragraph) => (
                <p key={paragraph}>{paragraph}</p>
              ))}
            </div>
          </section>
          <GapBars why={why} />
          <Evidence sides={[why.first, why.second]} />
          <Flips why={why} />
          <Asks head={head} why={why} />
          <div className={classes.foot}>
            <Button icon="copy" onClick={copy}>
              Copy as a reply
            </Button>
            <HowComputed method={method} />
          </div>
        </>
      )}
    </div>
  );
}
