import { type ReactNode, useSyncExternalStore } from "react";
import { asProblem } from "@/api/problem";
import { IconButton } from "./button";
import classes from "./toasts.module.css";

export interface Toast {
  message: ReactNode;
  undo?: () => void;
  undoLabel?: string;
  tone?: "said" | "refused";
}

interface Shown extends Toast {
  id: number;
}

let shown: readonly Shown[] = [];
let next = 1;
const listeners = new Set<() => void>();

function publish(toasts: readonly Shown[]): void {
  shown = toasts;
  for (const listener of listeners) listener();
}

export function dismissToast(id: number): void {
  publish(shown.filter((toast) => toast.id !== id));
}

export function clearToasts(): void {
  publish([]);
}

/** Says what happened; with `undo`, it can be taken back for eight seconds. */
export function toast(said: Toast): number {
  const id = next++;
  publish([...shown.slice(-2), { ...said, id }]);
  window.setTimeout(() => dismissToast(id), said.undo ? 8000 : 5000);
  return id;
}

export function toastProblem(error: unknown): void {
  const problem = asProblem(error);
  const named = Object.values(problem.fields).flat().join(" ");
  const detail =
    problem.detail && problem.detail !== problem.title
      ? `${problem.title}. ${problem.detail}`
      : problem.title;
  toast({ message: named ? `${problem.title}: ${named}` : detail, tone: "refused" });
}

/** Takes back the newest thing that can be taken back. */
export function undoLast(): boolean {
  const last = shown.findLast((each) => each.undo);
  if (!last) return false;
  dismissToast(last.id);
  last.undo?.();
  return true;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Toasts(): ReactNode {
  const toasts = useSyncExternalStore(subscribe, () => shown);
  return (
    <div className={classes.toasts} role="status" aria-live="polite">
      {toasts.map((each) => (
        <div key={each.id} className={classes.toast} data-tone={each.tone ?? "said"}>
          <span className="grow">{each.message}</span>
          {each.undo && (
            <button
              type="button"
              className={classes.undo}
              onClick={() => {
                dismissToast(each.id);
                each.undo?.();
              }}
            >
              {each.undoLabel ?? "Undo"}
            </button>
          )}
          <IconButton
            icon="close"
            size="small"
            label="Dismiss"
            className={classes.close}
            onClick={() => dismissToast(each.id)}
          />
        </div>
      ))}
    </div>
  );
}
