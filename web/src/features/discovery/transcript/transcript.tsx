import { type ReactNode, useMemo, useRef, useState } from "react";
import { useKeys } from "@/shared/hooks/use-keys";
import { useMay } from "@/shared/people/workspace-context";
import type { TurnOut } from "../api";
import type { Document, Highlight, Session } from "../kinds";
import { InsightDialog } from "./insight-dialog";
import { MarkBar } from "./mark-bar";
import { type MarkKey, markKeys } from "./marks";
import { MarksPanel } from "./marks-panel";
import { Moved } from "./moved";
import { wholeWords } from "./spans";
import { Timeline } from "./timeline";
import classes from "./transcript.module.css";
import { TurnRow, type Voice } from "./turn-row";
import { useMarking } from "./use-marking";
import { useReading } from "./use-reading";

interface Props {
  document: Document;
  session: Session | undefined;
  turns: readonly TurnOut[];
  marks: readonly Highlight[];
}

/** Who speaks: a note of what was seen, one of us, or the customer. */
function voicesOf(turns: readonly TurnOut[], session: Session | undefined): ReadonlyMap<string, Voice> {
  const team = (session?.attendees ?? []).flatMap(({ name }) => [name, name.split(" ")[0] ?? name]);
  const ours = new Set(team.map((name) => name.toLowerCase()));
  const voices = new Map<string, Voice>();
  for (const { speaker } of turns) {
    const name = speaker.toLowerCase();
    if (/^((field )?(note|observation)s?|observer)$/.test(name)) voices.set(speaker, "note");
    else voices.set(speaker, ours.has(name) ? "team" : "customer");
  }
  return voices;
}

function scrollTo(id: string): void {
  window.document.getElementById(id)?.scrollIntoView({ block: "center" });
}

/** The words with their marks, where the marks lie, and what to make of them. */
export function Transcript({ document, session, turns, marks }: Props): ReactNode {
  const root = useRef<HTMLDivElement>(null);
  const may = useMay();
  const mayMark = may.write && !document.archived_at;
  const reading = useReading(root, turns);
  const { busy, mark, remove } = useMarking(document);
  const [current, setCurrent] = useState<string | null>(null);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [tagging, setTagging] = useState(false);
  const [citing, setCiting] = useState(false);
  const points = useMemo(() => Array.from(document.body), [document.body]);
  const voices = useMemo(() => voicesOf(turns, session), [turns, session]);

  async function take(how: MarkKey): Promise<void> {
    const span = reading.target();
    if (!span || busy || !mayMark) return;
    const made = await mark(wholeWords(points, span), how);
    if (!made) return;
    reading.clear();
    setCurrent(made.id);
  }

  function pick(id: string): void {
    setTagging(false);
    setCurrent((before) => (before === id ? null : id));
  }

  function pickFromList(id: string): void {
    pick(id);
    const found = marks.find((each) => each.id === id);
    const turn = found && turns.find((each) => each.begin <= found.start && found.start <= each.end);
    if (turn) scrollTo(`turn-${turn.index}`);
  }

  function choose(id: string): void {
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  }

  useKeys({
    j: () => reading.move(1),
    k: () => reading.move(-1),
    ArrowRight: (event) => reading.step(1, event.shiftKey),
    ArrowLeft: (event) => reading.step(-1, event.shiftKey),
    Escape: () => {
      reading.clear();
      setCurrent(null);
    },
    ...(mayMark && {
      ...Object.fromEntries(markKeys.map((how) => [how.key, () => void take(how)])),
      t: () => current && setTagging(true),
      x: () => current && choose(current),
    }),
  });

  const cited = chosen.size > 0 ? marks.filter((each) => chosen.has(each.id)) : marks;
  return (
    <div className={classes.script}>
      <div className={classes.turns}>
        <Timeline turns={turns} marks={marks} current={current} onPick={(each) => pickFromList(each.id)} />
        <div ref={root}>
          {turns.map((turn) => (
            <TurnRow
              key={turn.index}
              turn={turn}
              voice={voices.get(turn.speaker) ?? "customer"}
              marks={marks}
              current={current}
              onPick={pick}
            />
          ))}
        </div>
      </div>
      <aside className={classes.aside}>
        <MarksPanel
          marks={marks}
          current={current}
          chosen={chosen}
          tagging={tagging}
          onTagging={setTagging}
          onPick={pickFromList}
          onChoose={choose}
          onRemove={(each) => void remove(each)}
          onInsight={() => setCiting(true)}
        />
        <Moved documentId={document.id} />
      </aside>
      {mayMark && reading.selected && (
        <MarkBar at={reading.selected.at} busy={busy} onMark={(how) => void take(how)} />
      )}
      {citing && (
        <InsightDialog
          marks={cited}
          onClose={() => setCiting(false)}
          onDone={() => {
            setCiting(false);
            setChosen(new Set());
          }}
        />
      )}
    </div>
  );
}
