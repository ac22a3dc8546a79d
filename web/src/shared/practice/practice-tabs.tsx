import type { ReactNode } from "react";
import { NavLink } from "react-router";
import { useWorkspace } from "@/shared/people/workspace-context";
import { type Feature, tabsOf } from "./feature";
import classes from "./practice.module.css";

export function PracticeTabs({ feature }: { feature: Feature }): ReactNode {
  const { slug } = useWorkspace();
  const tabs = tabsOf(feature);
  if (tabs.length < 2) return null;
  return (
    <nav className={classes.tabs} aria-label={`In ${feature.label}`}>
      {tabs.map((tab) => (
        <NavLink key={tab.path} className={classes.tab} to={`/w/${slug}/${feature.name}/${tab.path}`} end>
          {tab.label}
        </NavLink>
      ))}
    </nav>
  );
}
