import { Menu, Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { NavLink, useNavigate } from "react-router";
import { practices } from "@/app/features";
import { overviewQuery } from "@/shared/home/overview";
import { useHere } from "@/shared/people/workspace-context";
import type { Feature } from "@/shared/practice/feature";
import { useFeature, useFeatures } from "@/shared/practice/features-context";
import { classNames } from "@/shared/ui/classes";
import { Icon, type IconName } from "@/shared/ui/icon";
import { Mark } from "./mark";
import { Me } from "./me";
import classes from "./shell.module.css";

interface EntryProps {
  name: string;
  label: string;
  icon: IconName;
  narrow: boolean;
  /** How many wait there. */
  count?: number;
}

function Entry({ name, label, icon, narrow, count }: EntryProps): ReactNode {
  const { membership } = useHere();
  return (
    <li>
      <Tooltip label={label} position="right" disabled={!narrow}>
        <NavLink
          className={classes.entry}
          to={`/w/${membership.workspace.slug}/${name}`}
          aria-label={narrow ? label : undefined}
        >
          <Icon name={icon} />
          <span className={classes.words}>{label}</span>
          {count ? <span className={classNames(classes.words, classes.count)}>{count}</span> : null}
        </NavLink>
      </Tooltip>
    </li>
  );
}

/** A practice stands in the navigation as soon as the server or the page has anything of it. */
function PracticeEntry({ name, narrow }: { name: string; narrow: boolean }): ReactNode {
  const feature = useFeature(name);
  return feature ? <Entry name={name} label={feature.label} icon={feature.icon} narrow={narrow} /> : null;
}

function Switcher(): ReactNode {
  const { me, membership } = useHere();
  const navigate = useNavigate();
  return (
    <Menu position="bottom-start" width={208}>
      <Menu.Target>
        <button
          type="button"
          className={classes.switcher}
          aria-label={`Workspace ${membership.workspace.name}, switch`}
        >
          <Mark />
          <span className={classNames(classes.words, "grow", "clip")}>{membership.workspace.name}</span>
          <Icon name="updown" size="small" className={classNames(classes.words, "three")} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {me.memberships.map((each) => (
          <Menu.Item
            key={each.id}
            rightSection={each.id === membership.id ? <Icon name="check" size="small" /> : null}
            onClick={() => void navigate(`/w/${each.workspace.slug}/`)}
          >
            {each.workspace.name}
          </Menu.Item>
        ))}
        {me.may_create_workspace && (
          <Menu.Item
            leftSection={<Icon name="plus" size="small" />}
            onClick={() => void navigate("/welcome/workspace")}
          >
            New workspace
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function isAt(place: Feature["place"]): (feature: Feature) => boolean {
  return (feature) => (feature.place ?? "practice") === place;
}

interface Props {
  narrow: boolean;
  onNarrow?: () => void;
  inDrawer?: boolean;
}

export function Navigation({ narrow, onNarrow, inDrawer }: Props): ReactNode {
  const features = useFeatures();
  const { data: overview } = useQuery(overviewQuery);
  const home = features.find((each) => each.name === "home");
  return (
    <nav
      className={classes.nav}
      aria-label="Practices"
      data-narrow={narrow || undefined}
      data-drawer={inDrawer || undefined}
    >
      <Switcher />
      <ul className={classes.list}>
        {home && (
          <Entry
            name={home.name}
            label={home.label}
            icon={home.icon}
            narrow={narrow}
            count={overview?.inbox_open}
          />
        )}
        {practices.map((name) => (
          <PracticeEntry key={name} name={name} narrow={narrow} />
        ))}
      </ul>
      <div className={classes.foot}>
        <ul className={classes.list}>
          {features.filter(isAt("foot")).map((each) => (
            <Entry key={each.name} name={each.name} label={each.label} icon={each.icon} narrow={narrow} />
          ))}
          {onNarrow && (
            <li>
              <button
                type="button"
                className={classes.entry}
                onClick={onNarrow}
                aria-label={narrow ? "Widen the navigation" : "Narrow the navigation"}
              >
                <Icon name="panel" />
                <span className={classes.words}>Narrow</span>
              </button>
            </li>
          )}
        </ul>
        <Me />
      </div>
    </nav>
  );
}
