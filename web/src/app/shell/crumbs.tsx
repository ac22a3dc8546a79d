import type { ReactNode } from "react";
import { Link, useLocation } from "react-router";
import { tabsOf } from "@/shared/practice/feature";
import { useFeature } from "@/shared/practice/features-context";
import { Icon } from "@/shared/ui/icon";
import { usePageName } from "@/shared/ui/page-head";
import classes from "./shell.module.css";

interface Crumb {
  label: string;
  to?: string;
}

function useCrumbs(): Crumb[] {
  const { pathname } = useLocation();
  const [, , slug = "", domain = "", section = "", id = ""] = pathname.split("/");
  const feature = useFeature(domain);
  const page = usePageName();
  if (domain === "why") return [{ label: "Why" }, { label: page }];
  if (!feature) return page ? [{ label: page }] : [];
  const at = `/w/${slug}/${domain}`;
  const tabs = tabsOf(feature);
  const tab = tabs.find((each) => each.path === section);
  const crumbs: Crumb[] = [{ label: feature.label, to: at }];
  if (tab && tabs.length > 1 && tab.label !== feature.label)
    crumbs.push({ label: tab.label, to: `${at}/${tab.path}` });
  if ((id || (section && !tab)) && page) crumbs.push({ label: page });
  return crumbs;
}

export function Crumbs(): ReactNode {
  const crumbs = useCrumbs();
  return (
    <nav aria-label="Where you are" className="grow">
      <ol className={classes.crumbs}>
        {crumbs.map((crumb, index) => {
          const isLast = index === crumbs.length - 1;
          return (
            <li key={crumb.label} aria-current={isLast ? "page" : undefined}>
              {crumb.to && !isLast ? (
                <Link to={crumb.to}>{crumb.label}</Link>
              ) : (
                <span className="clip">{crumb.label}</span>
              )}
              {!isLast && <Icon name="right" />}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
