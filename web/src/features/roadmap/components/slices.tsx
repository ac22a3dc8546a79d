import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { api, unwrap } from "@/api/client";
import type { RecordOut } from "@/api/types";
import { formatPercent } from "@/shared/format/format";
import { useRecordPath } from "@/shared/people/workspace-context";
import { SectionHead } from "@/shared/ui/page-head";
import { StateLabel } from "@/shared/ui/state-glyph";
import classes from "./initiative.module.css";

const whole = { digits: 0 };

/** The slices that engineering cut, in order, with what they add up to. */
export default function Slices({ record }: { record: RecordOut }): ReactNode {
  const pathOf = useRecordPath();
  const { data } = useQuery({
    queryKey: ["records", "slice", "of", record.id],
    queryFn: () =>
      unwrap(
        api.GET("/api/engineering/slices", {
          params: { query: { initiative_id: record.id, sort: "position", limit: 50 } },
        }),
      ),
  });
  const slices = data?.items ?? [];
  if (slices.length === 0) return null;
  let value = 0;
  let effort = 0;
  return (
    <section>
      <SectionHead title="Slices" count={slices.length} />
      <table className={classes.slices}>
        <thead>
          <tr>
            <th scope="col">Slice</th>
            <th scope="col" className="num">
              Value
            </th>
            <th scope="col" className="num">
              Effort
            </th>
            <th scope="col" className="num">
              So far
            </th>
          </tr>
        </thead>
        <tbody>
          {slices.map((slice) => {
            value += slice.value_percent;
            effort += slice.effort_percent;
            return (
              <tr key={slice.id}>
                <td>
                  <span className="row">
                    <span className="three tn">{slice.position}</span>
                    <Link to={pathOf({ domain: "engineering", plural: "slices", id: slice.id })}>
                      {slice.title}
                    </Link>
                    {slice.is_shipped && <StateLabel state="on_track">Shipped</StateLabel>}
                  </span>
                </td>
                <td className="num strong">{formatPercent(slice.value_percent / 100, whole)}</td>
                <td className="num">{formatPercent(slice.effort_percent / 100, whole)}</td>
                <td className="num small three">
                  {formatPercent(value / 100, whole)} of value, {formatPercent(effort / 100, whole)} of effort
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}
