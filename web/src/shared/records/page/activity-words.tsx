import type { ReactNode } from "react";
import type { ActivityOut } from "@/api/types";
import { sentenceCase } from "@/shared/format/format";
import { Icon } from "@/shared/ui/icon";
import classes from "./activity.module.css";

const verbs: Record<string, string> = {
  create: "created this",
  created: "created this",
  archive: "archived this",
  unarchive: "took this out of the archive",
  trash: "moved this to the trash",
  restore: "restored this",
  attach: "attached a file",
  detach: "removed a file",
  give_probability: "gave a probability",
  revise_probability: "gave another probability",
  publish: "published this",
  unpublish: "took this out of public sight",
  write_statement: "wrote the public words",
  dismiss_contradiction: "said why this stands, whatever speaks against it",
  tell: "told somebody who asked",
  explain: "said why this changed",
  undismiss_risk_flag: "raised a risk flag again",
};

function inWords(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "object") return "name" in value ? String(value.name) : JSON.stringify(value);
  return sentenceCase(String(value)).slice(0, 80);
}

function Change({ name, from, to }: { name: string; from: unknown; to: unknown }): ReactNode {
  const label = name.replace(/_id$/, "").replaceAll("_", " ");
  if (name === "body") return "edited the text";
  if (name === "position") return "changed its place";
  if (name === "reason") return <>because “{String(to).slice(0, 200)}”</>;
  if (name === "overrides") return "passed a gate by name";
  if (name === "by_hand") return to ? "against the plan" : "no longer against the plan";
  if (name === "custom_fields") return "filled in fields of its own";
  if (name === "flag") return "dismissed a risk flag";
  if (name === "dependency") return <>{to ? `added: ${to}` : `removed: ${from}`}</>;
  return (
    <>
      set {label}{" "}
      <span className={classes.fromTo}>
        <span className="clip">{inWords(from)}</span>
        <Icon name="arrow" />
        <b className="clip">{inWords(to)}</b>
      </span>
    </>
  );
}

/** "HYP-1 derives_from OPP-1", after it was made or before it was taken away. */
function describeLink(act: string, changes: ActivityOut["changes"]): string | null {
  if (act !== "link" && act !== "unlink") return null;
  const [before, after] = changes.link ?? [];
  const sentence = String(after ?? before ?? "").replaceAll("_", " ");
  if (!sentence) return act === "link" ? "linked a record" : "removed a link";
  return act === "link" ? `linked: ${sentence}` : `removed the link: ${sentence}`;
}

/** The changes worth telling: a place in a list goes without saying beside another change, a reason is said once. */
function tellingOf(changes: ActivityOut["changes"]): [string, unknown[]][] {
  const told = Object.entries(changes).filter(
    ([name]) => name !== "version" && !(name === "close_reason" && changes.reason),
  );
  return told.length > 1 ? told.filter(([name]) => name !== "position") : told;
}

/** An audit row as the rest of a sentence that began with the person's name. */
export function describeActivity(activity: Pick<ActivityOut, "action" | "changes">): ReactNode {
  const act = activity.action.split(".").at(-1) ?? activity.action;
  if (act === "comment") return "commented";
  const linked = describeLink(act, activity.changes);
  if (linked) return linked;
  const verb = Object.entries(verbs).find(([name]) => act === name || act.startsWith(`${name}_`))?.[1];
  if (verb) return verb;
  const changes = tellingOf(activity.changes ?? {});
  if (changes.length === 0) return act.replaceAll("_", " ");
  return changes.slice(0, 4).map(([name, [from, to]], index) => (
    <span key={name}>
      {index > 0 && ", "}
      <Change name={name} from={from} to={to} />
    </span>
  ));
}
