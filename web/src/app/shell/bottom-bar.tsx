import type { ReactNode } from "react";
import { NavLink } from "react-router";
import { useWorkspace } from "@/shared/people/workspace-context";
import { useFeatures } from "@/shared/practice/features-context";
import { Icon } from "@/shared/ui/icon";
import classes from "./shell.module.css";

const onPhone = ["home", "discovery", "prioritization", "pulse"];

/** The navigation of the phone: what is done on it, search, and the rest behind a menu. */
export function BottomBar({ onMenu, onSearch }: { onMenu: () => void; onSearch: () => void }): ReactNode {
  const { slug } = useWorkspace();
  const features = useFeatures()
    .filter((each) => onPhone.includes(each.name))
    .slice(0, 3);
  return (
    <nav className={classes.bottom} aria-label="Most used">
      {features.map((each) => (
        <NavLink key={each.name} to={`/w/${slug}/${each.name}`}>
          <Icon name={each.icon} size="large" />
          {each.label}
        </NavLink>
      ))}
      <button type="button" onClick={onSearch}>
        <Icon name="search" size="large" />
        Search
      </button>
      <button type="button" onClick={onMenu}>
        <Icon name="menu" size="large" />
        More
      </button>
    </nav>
  );
}
