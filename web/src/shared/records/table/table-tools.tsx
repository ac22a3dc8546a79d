import { Menu } from "@mantine/core";
import { type ReactNode, type RefObject, useEffect, useState } from "react";
import { records } from "@/api/records";
import { Button, DownloadLink } from "@/shared/ui/button";
import { Icon } from "@/shared/ui/icon";
import { SearchField, ToolRow } from "@/shared/ui/list-tools";
import type { Kind } from "../kind";
import { ColumnMenu } from "./column-menu";
import { FilterChip, filterableFields } from "./filter-chips";
import classes from "./record-table.module.css";
import { filterName, type ListState, queryOf } from "./use-list-state";

interface Props {
  kind: Kind;
  state: ListState;
  fixed?: Record<string, string>;
  set: (name: string, value: string) => void;
  total: number;
  searchRef: RefObject<HTMLInputElement | null>;
  filtering: boolean;
  onFiltering: (open: boolean) => void;
  hiddenColumns: readonly string[];
  onHideColumns: (names: string[]) => void;
  lead?: ReactNode;
  exporting?: ReactNode;
}

export function TableTools(props: Props): ReactNode {
  const { kind, state, set, searchRef, filtering, onFiltering } = props;
  const [adding, setAdding] = useState<string | null>(null);
  const fields = filterableFields(kind);
  useEffect(() => {
    const box = searchRef.current;
    if (box && box !== document.activeElement) box.value = state.q;
  }, [searchRef, state.q]);
  const shown = fields.filter((field) => state.filters[filterName(field) ?? ""] || adding === field.name);
  const rest = fields.filter((field) => !shown.includes(field));
  return (
    <ToolRow>
      {props.lead}
      <SearchField
        ref={searchRef}
        label={`Search ${kind.labelPlural.toLowerCase()}`}
        defaultValue={state.q}
        onChange={(event) => set("q", event.currentTarget.value.trim())}
      />
      {shown.map((field) => (
        <FilterChip
          key={field.name}
          field={field}
          value={state.filters[filterName(field) ?? ""] ?? ""}
          open={adding === field.name}
          onOpen={(open) => setAdding(open ? field.name : null)}
          onSet={(value) => set(filterName(field) ?? field.name, value)}
        />
      ))}
      <Menu opened={filtering} onChange={onFiltering} position="bottom-start" returnFocus>
        <Menu.Target>
          <Button look="quiet" icon="plus">
            Filter
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {rest.map((field) => (
            <Menu.Item key={field.name} onClick={() => setAdding(field.name)}>
              {field.label}
            </Menu.Item>
          ))}
          <Menu.Item onClick={() => set("archived", state.archived === "only" ? "" : "only")}>
            {state.archived === "only" ? "Hide the archived" : "Archived only"}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {state.archived === "only" && (
        <Button size="small" onClick={() => set("archived", "")}>
          Archived <Icon name="close" size="small" label="remove" />
        </Button>
      )}
      <span className={classes.right}>
        <ColumnMenu kind={kind} hidden={props.hiddenColumns} onHide={props.onHideColumns} />
        {props.exporting ?? (
          <DownloadLink href={records.csvAddress(kind, queryOf(state, props.fixed))}>Export</DownloadLink>
        )}
      </span>
    </ToolRow>
  );
}
