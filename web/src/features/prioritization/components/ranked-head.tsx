import type { ReactNode } from "react";
import { classNames } from "@/shared/ui/classes";
import { Icon } from "@/shared/ui/icon";
import type { Head } from "../kinds";
import { RankAxis } from "./rank-band";
import classes from "./ranked-table.module.css";

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

/** The names of the columns, their order, and the axis that all bands share. */
export function RankedHead({
  head,
  sort,
  onSort,
}: {
  head: Head;
  sort: string;
  onSort: (sort: string) => void;
}): ReactNode {
  const cost = head.columns.find(({ is_cost }) => is_cost);
  const by = { sort, onSort };
  return (
    <thead className={classes.head}>
      <tr aria-rowindex={1}>
        <th scope="col" className={classes.rank} aria-sort={sorted("position", sort)}>
          <Sort name="position" {...by}>
            #
          </Sort>
        </th>
        <th scope="col" aria-sort={sorted("title", sort)}>
          <Sort name="title" {...by}>
            Candidate
          </Sort>
        </th>
        <th scope="col" className={classes.wide}>
          Possible ranks
          <RankAxis count={Math.max(1, head.ranked_count)} />
        </th>
        <th scope="col" className="num" aria-sort={sorted("p_top5", sort)}>
          <Sort name="p_top5" first="-" {...by}>
            P(top 5)
          </Sort>
        </th>
        <th scope="col" className="num" aria-sort={sorted("score", sort)}>
          <Sort name="score" first="-" {...by}>
            Score
          </Sort>
        </th>
        <th scope="col" className={classes.wide}>
          Raters
        </th>
        <th
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
        <th scope="col" className={classes.more}>
          <span className="sr">More</span>
        </th>
      </tr>
    </thead>
  );
}
