import { type ReactNode, useState } from "react";
import { useMay, useTimeZone } from "@/shared/people/workspace-context";
import { PracticePage } from "@/shared/practice/practice-page";
import { Button } from "@/shared/ui/button";
import { SelectField } from "@/shared/ui/inputs";
import { EmptyState, ProblemState, Skeleton } from "@/shared/ui/states";
import { toast } from "@/shared/ui/toasts";
import {
  type ChangeKind,
  type Chosen,
  changeKinds,
  choose,
  groupByItem,
  isLater,
  nameSnapshot,
  sayDiff,
} from "../changes";
import { ChangeList } from "../components/change-list";
import classes from "../components/change-list.module.css";
import { SnapshotDialog } from "../components/snapshot-dialog";
import { type Diff, type Snapshot, useDiff, useSnapshots } from "../snapshots-api";
import { type SetAddress, useAddress } from "../use-address";

function Sides({
  snapshots,
  chosen,
  onChoose,
}: {
  snapshots: readonly Snapshot[];
  chosen: Chosen;
  onChoose: SetAddress;
}): ReactNode {
  const zone = useTimeZone();
  const options = (list: readonly Snapshot[]) =>
    list.map((each) => ({ value: each.id, label: nameSnapshot(each, zone) }));
  const { before, after } = chosen;
  return (
    <>
      <div className={classes.side}>
        <SelectField
          label="From"
          options={options(snapshots)}
          value={before?.id ?? ""}
          onChange={(event) => onChoose({ before: event.currentTarget.value })}
        />
      </div>
      <div className={classes.side}>
        <SelectField
          label="To"
          none="Today"
          options={options(before ? snapshots.filter((each) => isLater(each, before)) : [])}
          value={after?.id ?? ""}
          onChange={(event) => onChoose({ after: event.currentTarget.value })}
        />
      </div>
    </>
  );
}

function KindFilter({
  diff,
  value,
  onChange,
}: {
  diff: Diff;
  value: string;
  onChange: (kind: string) => void;
}): ReactNode {
  const options = changeKinds
    .filter(({ value: kind }) => kind === value || (diff.counts[kind] ?? 0) > 0)
    .map(({ value: kind, label }) => ({ value: kind, label: `${label}, ${diff.counts[kind] ?? 0}` }));
  return (
    <div className={classes.kinds}>
      <SelectField
        label="Kind of change"
        none="Every kind"
        options={options}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}

function copyText(diff: Diff, kind: string): void {
  const words = diff.changes.filter((each) => !kind || each.kind === kind).map((each) => `- ${each.words}`);
  void navigator.clipboard.writeText(words.join("\n")).then(
    () => toast({ message: "Copied as text" }),
    () => toast({ message: "The browser did not let the page copy", tone: "refused" }),
  );
}

function Differences({ diff, kind }: { diff: Diff; kind: ChangeKind | "" }): ReactNode {
  const groups = groupByItem(diff.changes.filter((each) => !kind || each.kind === kind));
  if (groups.length > 0) return <ChangeList groups={groups} diff={diff} />;
  return (
    <EmptyState icon="check" title={kind ? "No change of this kind" : "Nothing changed"}>
      {kind
        ? "Between these two nothing of this kind happened."
        : "The roadmap stands as it stood then. Choose an earlier snapshot to see further back."}
    </EmptyState>
  );
}

function NoSnapshot({ onTake }: { onTake: (() => void) | null }): ReactNode {
  return (
    <EmptyState
      icon="clock"
      title="No snapshot yet"
      actions={
        onTake && (
          <Button look="primary" onClick={onTake}>
            Take snapshot
          </Button>
        )
      }
    >
      A snapshot keeps the roadmap as it stands, so that later anyone can read what changed since, and why.
      One is taken every month by itself.
    </EmptyState>
  );
}

/** What became of the roadmap between two moments. */
export default function ChangesPage(): ReactNode {
  const may = useMay();
  const [search, setSearch] = useAddress();
  const [taking, setTaking] = useState(false);
  const list = useSnapshots();
  const snapshots = list.data?.items ?? [];
  const chosen = choose(snapshots, search.get("before"), search.get("after"));
  const kind = changeKinds.find(({ value }) => value === search.get("kind"))?.value ?? "";
  const diff = useDiff(chosen.before?.id, chosen.after?.id);
  const error = list.error ?? diff.error;
  const isEmpty = list.data !== undefined && snapshots.length === 0;

  /** The comparison that was shown goes on, up to what was just taken. */
  function show(taken: Snapshot): void {
    setTaking(false);
    toast({ message: "Snapshot taken" });
    setSearch(chosen.before ? { before: chosen.before.id, after: taken.id } : { before: taken.id });
  }

  return (
    <PracticePage
      practice="roadmap"
      title="Roadmap"
      sub={diff.data ? sayDiff(diff.data) : "What changed between two moments, and why."}
      actions={
        <>
          {diff.data && diff.data.changes.length > 0 && (
            <Button icon="copy" onClick={() => diff.data && copyText(diff.data, kind)}>
              Copy as text
            </Button>
          )}
          {may.edit && snapshots.length > 0 && (
            <Button look="primary" onClick={() => setTaking(true)}>
              Take snapshot
            </Button>
          )}
        </>
      }
    >
      {isEmpty && <NoSnapshot onTake={may.edit ? () => setTaking(true) : null} />}
      {snapshots.length > 0 && (
        <div className={classes.tools}>
          <Sides snapshots={snapshots} chosen={chosen} onChoose={setSearch} />
          {diff.data && diff.data.changes.length > 0 && (
            <KindFilter diff={diff.data} value={kind} onChange={(value) => setSearch({ kind: value })} />
          )}
        </div>
      )}
      {error && <ProblemState error={error} onRetry={() => void (list.error ? list : diff).refetch()} />}
      {!error && !isEmpty && !diff.data && <Skeleton rows={6} height={64} />}
      {!error && diff.data && <Differences diff={diff.data} kind={kind} />}
      {taking && <SnapshotDialog onTaken={show} onClose={() => setTaking(false)} />}
    </PracticePage>
  );
}
