import { useQuery } from "@tanstack/react-query";
import { Fragment, type ReactNode, useState } from "react";
import { graph } from "@/api/graph";
import { classNames } from "@/shared/ui/classes";
import type { Row, Sheet } from "../kinds";
import { raterDots } from "../scores";
import { RankedRow } from "./ranked-row";
import classes from "./ranked-table.module.css";
import { RowDetail } from "./row-detail";

/** The order, how each score came about, and where the raters disagree. */
export function RankedTable({
  sheet,
  rows,
  onDecide,
}: {
  sheet: Sheet;
  rows: readonly Row[];
  onDecide: (row: Row) => void;
}): ReactNode {
  const [open, setOpen] = useState<number | null>(null);
  const { model } = sheet;
  const ids = rows.map((row) => row.node.id);
  const { data: chains } = useQuery({
    queryKey: ["node", "chains", ...ids],
    queryFn: () => graph.chains(ids),
    enabled: ids.length > 0,
  });
  const top = Math.max(0, ...sheet.rows.flatMap((row) => raterDots(model, row).map((dot) => dot.score)));
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col" className={classes.rank}>
              #
            </th>
            <th scope="col">Candidate</th>
            <th scope="col" className="num">
              Score
            </th>
            <th scope="col">Raters</th>
            <th scope="col" className={classNames("num", classes.wide)}>
              {model.columns.find((column) => column.is_cost)?.label}
            </th>
            <th scope="col">Decision</th>
            <th scope="col">
              <span className="sr">Details</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const isOpen = open === row.candidate_id;
            return (
              <Fragment key={row.candidate_id}>
                <RankedRow
                  row={row}
                  model={model}
                  top={top}
                  chain={chains?.find((chain) => chain.id === row.node.id)?.states}
                  open={isOpen}
                  onOpen={() => setOpen(isOpen ? null : row.candidate_id)}
                  onDecide={() => onDecide(row)}
                />
                {isOpen && (
                  <tr className={classes.detail}>
                    <td />
                    <td colSpan={6}>
                      <RowDetail row={row} model={model} />
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
