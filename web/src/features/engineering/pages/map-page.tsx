import { type ReactNode, useMemo } from "react";
import { plural } from "@/shared/format/format";
import { useAddress } from "@/shared/hooks/use-address";
import { usePeople, useTeams } from "@/shared/people/workspace-context";
import { PracticePage } from "@/shared/practice/practice-page";
import { Icon } from "@/shared/ui/icon";
import { SelectField } from "@/shared/ui/inputs";
import { ToolRow } from "@/shared/ui/list-tools";
import { Segments } from "@/shared/ui/segments";
import { EmptyState, ProblemState, Skeleton } from "@/shared/ui/states";
import { useComponentMap } from "../api";
import { ComponentMapView } from "../components/component-map";
import classes from "../components/component-map.module.css";
import { Circles, ComponentTable } from "../components/component-register";
import type { ComponentMap } from "../dependencies";
import { component as kind } from "../kinds";
import { type Narrowing, narrow, typesOf } from "../narrowing";

const views = [
  { value: "map", label: "Map" },
  { value: "whole", label: "Whole" },
  { value: "list", label: "List" },
] as const;
type View = (typeof views)[number]["value"];

const reaches = [
  { value: "1", label: "1 step" },
  { value: "2", label: "2 steps" },
  { value: "99", label: "All it reaches" },
];

function readView(text: string | null): View {
  return views.find((each) => each.value === text)?.value ?? "map";
}

function readNarrowing(address: URLSearchParams): Narrowing {
  const told = (name: string) => address.get(name) ?? "";
  const { team, owner, type, around } = {
    team: told("team"),
    owner: told("owner"),
    type: told("type"),
    around: told("around"),
  };
  return { team, owner, type, around, reach: Number(told("reach")) || 1 };
}

type Options = { value: string; label: string }[];

function named(list: readonly { id: string; name: string }[]): Options {
  return list.map(({ id, name }) => ({ value: id, label: name }));
}

function Tools({ map, by, view }: { map: ComponentMap; by: Narrowing; view: View }): ReactNode {
  const [, setAddress] = useAddress();
  const titles = map.nodes.map(({ component }) => ({ id: component.id, name: component.title }));
  const choices = [
    { name: "team", label: "Team", none: "Every team", options: named(useTeams()) },
    { name: "owner", label: "Owner", none: "Every owner", options: named(usePeople()) },
    {
      name: "type",
      label: "Type",
      none: "Every type",
      options: typesOf(map.nodes).map((type) => ({ value: type, label: type })),
    },
    {
      name: "around",
      label: "Around",
      none: "Around everything",
      options: named(titles.toSorted((a, b) => a.name.localeCompare(b.name))),
    },
  ] as const;
  return (
    <ToolRow className={classes.tools}>
      <Segments
        label="View"
        options={views}
        value={view}
        onChange={(to) => setAddress({ view: to === "map" ? "" : to })}
      />
      {choices
        .filter(({ options }) => options.length > 0)
        .map(({ name, label, none, options }) => (
          <SelectField
            key={name}
            quiet
            label={label}
            none={none}
            options={options}
            value={by[name]}
            onChange={(event) => setAddress({ [name]: event.currentTarget.value })}
          />
        ))}
      {by.around && (
        <SelectField
          quiet
          label="Reach"
          options={reaches}
          value={String(by.reach)}
          onChange={(event) => setAddress({ reach: event.currentTarget.value })}
        />
      )}
    </ToolRow>
  );
}

function Narrow({ map, by, view }: { map: ComponentMap; by: Narrowing; view: View }): ReactNode {
  const narrowed = useMemo(() => narrow(map, by), [map, by]);
  if (narrowed.nodes.length === 0) return <p className="three">No component is like that.</p>;
  return (
    <>
      <Circles circles={narrowed.circles} />
      {view === "list" ? (
        <ComponentTable map={narrowed} />
      ) : (
        <>
          <ComponentMapView map={narrowed} isWhole={view === "whole"} />
          <p className={`small three ${classes.legend}`}>
            <span>Each stands left of what it needs; a dashed line leads to who provides it.</span>
            <span className={classes.key}>
              <Icon name="limit" size="small" /> constraints
            </span>
            <span className={classes.key}>
              <Icon name="branch" size="small" /> hours a week that debt costs
            </span>
            <span>
              {plural(narrowed.asked.size, "component")} of {map.nodes.length}
              {narrowed.nodes.length > narrowed.asked.size && ", and in dashes what they hang together with"}
            </span>
          </p>
        </>
      )}
    </>
  );
}

/** How the parts hang together: what a change reaches, and where limits and debt wait on the way. */
export default function MapPage(): ReactNode {
  const [address] = useAddress();
  const by = useMemo(() => readNarrowing(address), [address]);
  const view = readView(address.get("view"));
  const { data, error, refetch } = useComponentMap();
  return (
    <PracticePage practice="engineering" sub="What a change reaches, and what waits on the way.">
      {Boolean(error) && <ProblemState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={6} height={64} />}
      {data?.nodes.length === 0 && (
        <EmptyState icon={kind.icon} title="No components yet">
          {kind.purpose} Import a catalogue, or add the first one among the registers.
        </EmptyState>
      )}
      {data && data.nodes.length > 0 && (
        <>
          <Tools map={data} by={by} view={view} />
          <Narrow map={data} by={by} view={view} />
        </>
      )}
    </PracticePage>
  );
}
