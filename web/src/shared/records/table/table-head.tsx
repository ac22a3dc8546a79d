import type { ReactNode } from "react";
import { classNames } from "@/shared/ui/classes";
import { Icon } from "@/shared/ui/icon";
import type { Field } from "../kind";
import classes from "./record-table.module.css";
import { nextSort, sortName } from "./use-list-state";

interface HeadProps {
  label: string;
  name: string | null;
  sort: string;
  onSort: (sort: string) => void;
  numeric?: boolean;
}

function sortedAs(sort: string, name: string | null): "ascending" | "descending" | undefined {
  if (!name) return undefined;
  if (sort === name) return "ascending";
  return sort === `-${name}` ? "descending" : undefined;
}

function Head({ label, name, sort, onSort, numeric }: HeadProps): ReactNode {
  const sorted = sortedAs(sort, name);
  return (
    <th scope="col" aria-sort={sorted} className={numeric ? "num" : undefined}>
      {name ? (
        <button type="button" className={classes.sort} onClick={() => onSort(nextSort(sort, name))}>
          {label}
          {sorted && (
            <Icon name={sorted === "ascending" ? "up" : "fall"} size="small" className={classes.sortIcon} />
          )}
        </button>
      ) : (
        label
      )}
    </th>
  );
}

interface Props {
  columns: readonly Field[];
  titleLabel: string;
  sort: string;
  onSort: (sort: string) => void;
  selectable: boolean;
  allSelected: boolean;
  onSelectAll: () => void;
}

export function isNumeric(field: Field): boolean {
  return field.type === "number" || field.type === "percent";
}

export function TableHead({
  columns,
  titleLabel,
  sort,
  onSort,
  selectable,
  allSelected,
  onSelectAll,
}: Props): ReactNode {
  return (
    <thead className={classes.head}>
      <tr>
        {selectable && (
          <th scope="col" className={classes.pick}>
            <input
              type="checkbox"
              aria-label="Select all that are loaded"
              className={classNames(classes.check, allSelected && classes.checked)}
              checked={allSelected}
              onChange={onSelectAll}
            />
          </th>
        )}
        <Head label={titleLabel} name="title" sort={sort} onSort={onSort} />
        {columns.map((field) => (
          <Head
            key={field.name}
            label={field.label}
            name={sortName(field)}
            sort={sort}
            onSort={onSort}
            numeric={isNumeric(field)}
          />
        ))}
      </tr>
    </thead>
  );
}
