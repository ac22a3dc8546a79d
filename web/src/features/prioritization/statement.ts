import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { asProblem } from "@/api/problem";
import type { RecordOut } from "@/api/types";
import { conflicts } from "@/shared/records/conflicts";
import { type Changes, defineKind } from "@/shared/records/kind";
import { placeRecord } from "@/shared/records/use-record";
import { toast, toastProblem } from "@/shared/ui/toasts";
import { type Decision, decision as decisionKind } from "./decision-kind";
import { statements } from "./decisions-api";

export interface Words {
  public_title: string;
  public_words: string;
  public_revisit: string;
}

/** The statement's words as fields of a record, so that two versions of them can be laid side by side. */
const statementKind = defineKind<RecordOut & Words>({
  name: "decision",
  domain: "prioritization",
  plural: "decisions",
  label: "Public statement",
  labelPlural: "Public statements",
  icon: "eye",
  purpose: "",
  fields: [
    { name: "public_title", label: "Title", type: "text" },
    { name: "public_words", label: "Words", type: "long" },
    { name: "public_revisit", label: "We look again", type: "text" },
  ],
});

export function wordsOf({ statement }: Pick<Decision, "statement">): Words {
  return {
    public_title: statement.title,
    public_words: statement.words,
    public_revisit: statement.revisit,
  };
}

/** What stands there now, when a save met a newer version. */
function currentOf(error: unknown): Decision | null {
  const problem = asProblem(error);
  return problem.code === "graph.stale_version" ? ((problem.extra.current as Decision) ?? null) : null;
}

/** Saves the words. Where somebody saved others meanwhile, both are shown and one is chosen. */
async function write(client: QueryClient, record: Decision, words: Words): Promise<Decision | null> {
  try {
    const saved = await statements.write(record.id, { version: record.version, ...words });
    placeRecord(client, decisionKind, saved);
    return saved;
  } catch (error) {
    const current = currentOf(error);
    if (!current) throw error;
    placeRecord(client, decisionKind, current);
    raiseConflict(client, record, current, words);
    return null;
  }
}

function raiseConflict(client: QueryClient, base: Decision, current: Decision, mine: Words): void {
  const flat = (record: Decision): RecordOut & Words => ({ ...record, ...wordsOf(record) });
  conflicts.raise({
    kind: statementKind,
    mine: { ...mine } as Changes,
    base: flat(base),
    current: flat(current),
    save: async (record, changes) => {
      const chosen = { ...wordsOf(record as Decision), ...(changes as Partial<Words>) };
      const saved = await write(client, record as Decision, chosen).catch(toastProblem);
      return saved ? flat(saved) : null;
    },
  });
}

/** What may be done with the public statement of a decision. */
export function useStatement(record: Decision) {
  const client = useQueryClient();

  async function show(act: typeof statements.publish, says: string): Promise<void> {
    try {
      const saved = await act(record.id, record.version);
      placeRecord(client, decisionKind, saved);
      toast({ message: says });
    } catch (error) {
      const current = currentOf(error);
      if (current) placeRecord(client, decisionKind, current);
      if (current)
        toast({ message: "Somebody changed this meanwhile. Read it again first.", tone: "refused" });
      else toastProblem(error);
    }
  }

  return {
    write: (words: Words) => write(client, record, words),
    publish: () => show(statements.publish, "On the public list now"),
    unpublish: () => show(statements.unpublish, "Off the public list"),
  };
}
