import { Menu } from "@mantine/core";
import type { ReactNode } from "react";
import { withinSentence } from "@/shared/format/format";
import { classNames } from "@/shared/ui/classes";
import { Icon } from "@/shared/ui/icon";
import { RankAxis } from "./rank-band";
import type { TableProps } from "./ranked-table";
import classes from "./ranked-table.module.css";
import { as } from "./table-roles";

interface SortProps {
  name: string;
  sort: string;
  /** The way that is asked for first: best on top. */
  first?: "" | "-";
  onSort: (sort: string) => void;
  children: ReactNode;
}

function Sort({ name, sort, first = "", onSort, children }: SortProps): ReactNode {
  const isOn = sort === name || sort === `-${name}`;
  const flipped = sort.startsWith("-") ? name : `-${name}`;
  return (
    <button type="button" className={classes.sort} onClick={() => onSort(isOn ? flipped : `${first}${name}`)}>
      {children}
      {isOn && <Icon name={sort.startsWith("-") ? "fall" : "up"} size="small" />}
    </button>
  );
}

function sorted(name: string, sort: string): "ascending" | "descending" | undefined {
  if (sort === name) return "ascending";
  return sort === `-${name}` ? "descending" : undefined;
}

/** Whose disagreement the list shows. */
function Spread({ head, spread, onSpread }: Pick<TableProps, "head" | "spread" | "onSpread">): ReactNode {
  const most = { key: "", label: "Most disputed" };
  const choices = [most, ...head.columns];
  const chosen = choices.find(({ key }) => key === spread) ?? most;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className={classes.choice} aria-label={`Ratings of: ${chosen.label}`}>
          <span className="clip">{withinSentence(chosen.label)}</span>
          <Icon name="down" size="small" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {choices.map(({ key, label }) => (
          <Menu.Item key={key} onClick={() => onSpread(key)}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** The names of the columns, their order, and the axis that all bands share. */
export function RankedHead({
  head,
  sort,
  spread,
  onSort,
  onSpread,
}: Pick<TableProps, "head" | "sort" | "spread" | "onSort" | "onSpread">): ReactNode {
  const cost = head.columns.find(({ is_cost }) => is_cost);
  const by = { sort, onSort };
  return (
    <thead {...as.group} className={classes.head}>
      <tr {...as.row} aria-rowindex={1}>
        <th {...as.head} scope="col" className={classes.rank} aria-sort={sorted("position", sort)}>
          <Sort name="position" {...by}>
            #
          </Sort>
        </th>
        <th {...as.head} scope="col" aria-sort={sorted("title", sort)}>
          <Sort name="title" {...by}>
            Candidate
          </Sort>
        </th>
        <th {...as.head} scope="col" className={classes.wide}>
          Possible ranks
          <RankAxis count={Math.max(1, head.ranked_count)} />
        </th>
        <th {...as.head} scope="col" className="num" aria-sort={sorted("p_top5", sort)}>
          <Sort name="p_top5" first="-" {...by}>
            P(top 5)
          </Sort>
        </th>
        <th {...as.head} scope="col" className="num" aria-sort={sorted("score", sort)}>
          <Sort name="score" first="-" {...by}>
            Score
          </Sort>
        </th>
        <th {...as.head} scope="col" className={classNames(classes.wide, classes.raters)}>
          Raters
          <Spread head={head} spread={spread} onSpread={onSpread} />
        </th>
        <th
          {...as.head}
          scope="col"
          className={classNames("num", classes.wide)}
          aria-sort={cost && sorted(`column:${cost.key}`, sort)}
        >
          {cost && (
            <Sort name={`column:${cost.key}`} {...by}>
              <span className="clip">{cost.label}</span>
            </Sort>
          )}
        </th>
        <th {...as.head} scope="col" className={classes.more}>
          <span className="sr">More</span>
        </th>
      </tr>
    </thead>
  );
}
