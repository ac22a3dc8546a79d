import type { ReactNode } from "react";
import { useMay } from "@/shared/people/workspace-context";
import { IconButton } from "@/shared/ui/button";
import { Icon } from "@/shared/ui/icon";
import { Crumbs } from "./crumbs";
import classes from "./shell.module.css";

const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

export function TopBar({ onSearch, onCreate }: { onSearch: () => void; onCreate: () => void }): ReactNode {
  const may = useMay();
  return (
    <header className={classes.bar}>
      <Crumbs />
      <button type="button" className={classes.search} onClick={onSearch}>
        <Icon name="search" size="small" />
        Search or run a command
        <kbd className={classes.key}>{isMac ? "⌘ K" : "Ctrl K"}</kbd>
      </button>
      {may.write && <IconButton icon="plus" label="Create" onClick={onCreate} />}
    </header>
  );
}
