import { type ReactNode, useEffect, useSyncExternalStore } from "react";
import classes from "./page-head.module.css";

let pageName = "";
const listeners = new Set<() => void>();

function namePage(name: string): void {
  pageName = name;
  document.title = name ? `${name} · Truenorth` : "Truenorth";
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The name of what is shown, for the breadcrumb. */
export function usePageName(): string {
  return useSyncExternalStore(subscribe, () => pageName);
}

interface Props {
  title: ReactNode;
  /** What the browser's tab says; by default the title when it is text. */
  documentTitle?: string;
  sub?: ReactNode;
  actions?: ReactNode;
}

/** The one title of a page, one line beneath it, and what may be done. */
export function PageHead({ title, documentTitle, sub, actions }: Props): ReactNode {
  const name = documentTitle ?? (typeof title === "string" ? title : "");
  useEffect(() => namePage(name), [name]);
  return (
    <div className={classes.head}>
      <div className={classes.words}>
        <h1 className={classes.title}>{title}</h1>
        {sub && <p className={classes.sub}>{sub}</p>}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  );
}

/** The head of a section: name, count, and something quiet at the right. */
export function SectionHead({
  title,
  count,
  children,
}: {
  title: string;
  count?: ReactNode;
  children?: ReactNode;
}): ReactNode {
  return (
    <div className={classes.section}>
      <h2>{title}</h2>
      {count !== undefined && <span className="three tn">{count}</span>}
      {children && <span className={classes.right}>{children}</span>}
    </div>
  );
}
