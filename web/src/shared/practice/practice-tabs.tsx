import { type ReactNode, useEffect, useRef } from "react";
import { NavLink, useLocation } from "react-router";
import { useWorkspace } from "@/shared/people/workspace-context";
import { type Feature, tabsOf } from "./feature";
import classes from "./practice.module.css";

export function PracticeTabs({ feature }: { feature: Feature }): ReactNode {
  const { slug } = useWorkspace();
  const tabs = tabsOf(feature);
  const { pathname } = useLocation();
  const nav = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another path is another tab to show
  useEffect(() => {
    const shown = nav.current?.querySelector("[aria-current=page]");
    shown?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [pathname]);
  if (tabs.length < 2) return null;
  return (
    <nav ref={nav} className={classes.tabs} aria-label={`In ${feature.label}`}>
      {tabs.map((tab) => (
        <NavLink key={tab.path} className={classes.tab} to={`/w/${slug}/${feature.name}/${tab.path}`} end>
          {tab.label}
        </NavLink>
      ))}
    </nav>
  );
}
