import { type ReactNode, useMemo } from "react";
import { Link } from "react-router";
import { formatNumber, plural } from "@/shared/format/format";
import { useRecordPath } from "@/shared/people/workspace-context";
import { type DataColumn, DataTable } from "@/shared/ui/data-table";
import { Icon } from "@/shared/ui/icon";
import { StateLabel } from "@/shared/ui/state-glyph";
import { useComponentMap } from "../api";
import {
  type ComponentMap,
  mostNeededFirst,
  type Neighbour,
  type Neighbours,
  neighboursOf,
} from "../dependencies";
import { component as kind } from "../kinds";
import { lookOfFlag } from "../words";
import { AddDependency } from "./dependency-dialog";
import { EditButton, RecordName, RegisterSection } from "./register-section";
import classes from "./registers.module.css";

type MapNode = ComponentMap["nodes"][number];

function Names({ of }: { of: readonly Neighbour[] }): ReactNode {
  const pathOf = useRecordPath();
  if (of.length === 0) return <span className="three">Nothing</span>;
  return (
    <ul className={classes.names}>
      {of.map((each) => (
        <li key={each.dependency}>
          <Link to={pathOf({ ...kind, id: each.id })}>{each.title}</Link>
        </li>
      ))}
    </ul>
  );
}

/** What the registers hold about it, with the gravest of its limits in colour. */
function OnRecord({ node }: { node: MapNode }): ReactNode {
  const limits = plural(node.constraints, "constraint");
  const hours =
    node.interest_hours > 0 ? ` · ${formatNumber(node.interest_hours, { unit: "h" })} a week` : "";
  const look = node.severity && node.severity !== "note" ? lookOfFlag({ severity: node.severity }) : null;
  return (
    <span className={classes.record}>
      {node.constraints > 0 && (look?.state ? <StateLabel state={look.state}>{limits}</StateLabel> : limits)}
      {node.debts > 0 && (
        <span className="two tn">
          {plural(node.debts, "debt")}
          {hours}
        </span>
      )}
    </span>
  );
}

function factsOf({ type, lifecycle, team }: MapNode["component"], around?: Neighbours): string[] {
  const from = around?.providedBy.map((each) => `provided by ${each.title}`) ?? [];
  return [type, lifecycle, team?.name ?? "", ...from].filter(Boolean);
}

function columnsOf(map: ComponentMap): DataColumn<MapNode>[] {
  const around = neighboursOf(map);
  return [
    {
      label: "Component",
      show: ({ component }) => (
        <RecordName kind={kind} record={component}>
          {factsOf(component, around.get(component.id)).map((each) => ` · ${each}`)}
        </RecordName>
      ),
    },
    {
      label: "Needs",
      width: 260,
      show: ({ component }) => <Names of={around.get(component.id)?.needs ?? []} />,
    },
    {
      label: "Is needed by",
      width: 260,
      show: ({ component }) => <Names of={around.get(component.id)?.neededBy ?? []} />,
    },
    { label: "On record", width: 190, wideOnly: true, show: (node) => <OnRecord node={node} /> },
    {
      label: "",
      width: 80,
      wideOnly: true,
      show: ({ component }) => (
        <span className={classes.acts}>
          <AddDependency component={component} />
          <EditButton kind={kind} record={component} />
        </span>
      ),
    },
  ];
}

export function Circles({ circles }: Pick<ComponentMap, "circles">): ReactNode {
  if (circles.length === 0) return null;
  return (
    <ul className={classes.circles}>
      {circles.map((circle) => (
        <li key={circle.words}>
          <Icon name="alert" size="small" />
          <span>These need one another in a circle: {circle.words}</span>
        </li>
      ))}
    </ul>
  );
}

/** What each component needs, and what needs it. */
export function ComponentTable({ map }: { map: ComponentMap }): ReactNode {
  const columns = useMemo(() => columnsOf(map), [map]);
  return (
    <DataTable
      name="Components"
      columns={columns}
      rows={mostNeededFirst(map.nodes)}
      idOf={({ component }) => component.id}
    />
  );
}

/** The map of components as a list. */
export function ComponentRegister(): ReactNode {
  const { data, error, refetch } = useComponentMap();
  return (
    <RegisterSection
      kind={kind}
      title="Components"
      total={data?.nodes.length}
      error={error}
      onRetry={() => void refetch()}
    >
      <Circles circles={data?.circles ?? []} />
      {data && <ComponentTable map={data} />}
    </RegisterSection>
  );
}
