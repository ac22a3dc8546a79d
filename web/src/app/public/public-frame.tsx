import { type ReactNode, useEffect } from "react";
import { Mark } from "@/app/shell/mark";
import classes from "./public.module.css";

interface Props {
  /** Whose page it is; nothing is said while that is not known. */
  workspace?: string;
  title: string;
  says?: ReactNode;
  children?: ReactNode;
}

/** A page for outsiders: whose it is, what it says, and no more. */
export function PublicFrame({ workspace, title, says, children }: Props): ReactNode {
  useEffect(() => {
    document.title = workspace ? `${title} · ${workspace}` : title;
  }, [title, workspace]);
  return (
    <div className={classes.page}>
      <meta name="robots" content="noindex" />
      <meta name="referrer" content="no-referrer" />
      <main className={classes.main}>
        <header className={classes.head}>
          {workspace && <p className={classes.workspace}>{workspace}</p>}
          <h1 className={classes.title}>{title}</h1>
          {says && <p className={classes.says}>{says}</p>}
        </header>
        {children}
      </main>
      <footer className={classes.foot}>
        <Mark />
        <span>Kept with Truenorth</span>
      </footer>
    </div>
  );
}
