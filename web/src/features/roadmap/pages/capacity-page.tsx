import type { ReactNode } from "react";
import { plural } from "@/shared/format/format";
import { PracticePage } from "@/shared/practice/practice-page";
import { Paper, type PaperHands, usePaper } from "@/shared/ui/paper";
import { Segments } from "@/shared/ui/segments";
import { EmptyState, ProblemState, Skeleton } from "@/shared/ui/states";
import { countOver, type PeriodLength, type TeamBars, useCapacity } from "../capacity-api";
import classes from "../components/capacity.module.css";
import { CapacityTable } from "../components/capacity-table";
import { ExportMenu } from "../components/export-menu";
import { Filters, useSaidFilter } from "../components/filters";
import timeline from "../components/timeline.module.css";
import { ViewSwitcher } from "../components/view-switcher";
import { Viewed } from "../components/viewed";
import { filterOf, useAddress } from "../use-address";

const lengths: readonly { value: PeriodLength; label: string }[] = [
  { value: "week", label: "Weeks" },
  { value: "month", label: "Months" },
  { value: "quarter", label: "Quarters" },
];
const legend = "In team-weeks. The mark is what the team can do; red is more than that.";

function saysOf(teams: readonly TeamBars[] | undefined): string {
  if (!teams) return "What is planned for each team, beside what it can do.";
  const over = countOver(teams);
  const words =
    over > 0 ? `${plural(over, "period holds", "periods hold")} more than fits.` : "All of it fits.";
  return `What is planned for ${plural(teams.length, "team")}, beside what they can do. ${words}`;
}

function Tools({ length, paper }: { length: PeriodLength; paper: PaperHands }): ReactNode {
  const [search, setSearch] = useAddress();
  const filter = filterOf(search);
  return (
    <div className={timeline.tools}>
      <ViewSwitcher shape="capacity" />
      <Filters filter={filter} onChange={setSearch} />
      <Segments
        label="Periods"
        options={lengths}
        value={length}
        onChange={(value) => setSearch({ length: value === "month" ? "" : value })}
      />
      <span className={timeline.right}>
        <ExportMenu
          query={{ ...filter }}
          onPicture={() => paper.savePicture("roadmap-capacity.png")}
          onPrint={() => window.print()}
        />
      </span>
    </div>
  );
}

function CapacityView(): ReactNode {
  const [search] = useAddress();
  const filter = filterOf(search);
  const length = lengths.find(({ value }) => value === search.get("length"))?.value ?? "month";
  const { data, error, refetch } = useCapacity(filter, length);
  const paper = usePaper();
  const said = useSaidFilter(filter);
  return (
    <PracticePage practice="roadmap" title="Roadmap" sub={saysOf(data)}>
      <Tools length={length} paper={paper} />
      {error && <ProblemState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={6} />}
      {data && data.length === 0 && (
        <EmptyState icon="people" title="There are no teams yet">
          Give initiatives teams, and what is planned for each stands here beside what it can do.
        </EmptyState>
      )}
      {data && data.length > 0 && (
        <>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard too */}
          <section className={classes.scroll} aria-label="Capacity by team" tabIndex={0}>
            <CapacityTable teams={data} length={length} />
          </section>
          <p className={`${timeline.notes} small three`}>{legend}</p>
          <Paper paper={paper} title="Capacity" says={said} legend={legend}>
            {() => (
              <div className={classes.onPaper}>
                <CapacityTable teams={data} length={length} />
              </div>
            )}
          </Paper>
        </>
      )}
    </PracticePage>
  );
}

/** What each team has to do, beside what it can. */
export default function CapacityPage(): ReactNode {
  return (
    <Viewed>
      <CapacityView />
    </Viewed>
  );
}
