import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useParams } from "react-router";
import { api, unwrap } from "@/api/client";
import type { components } from "@/api/schema";
import { formatDate, formatMonth } from "@/shared/format/dates";
import { formatNumber, plural, sentenceCase } from "@/shared/format/format";
import { Skeleton } from "@/shared/ui/states";
import classes from "./public.module.css";
import { PublicFrame } from "./public-frame";
import { RefusedLink } from "./refused-link";

type Schemas = components["schemas"];
type Shared = Schemas["CustomerRoadmapOut"] | Schemas["ExecutiveRoadmapOut"] | Schemas["InternalRoadmapOut"];
type Item = Shared["lanes"][number]["items"][number];
type Customer = Schemas["CustomerItemOut"];
type Executive = Schemas["ExecutiveItemOut"];
type Internal = Schemas["InternalItemOut"];

const title = "Roadmap";

const until = (day: string | null) => (day ? `by ${formatDate(day)}` : "");
const sure = (confidence: number | null) =>
  confidence === null ? "" : `${formatNumber(confidence, { unit: "%" })} sure`;
const standing = ({ state, outcome }: Executive | Internal) => sentenceCase(outcome ?? state);

function factsOfCustomer({ quarter, shipped_month: month }: Customer): string[] {
  return [month ? `shipped in ${formatMonth(month)}` : quarter];
}

function factsOfExecutive(item: Executive): string[] {
  const blocked = item.blocked_by > 0 ? `waits for ${plural(item.blocked_by, "other", "others")}` : "";
  const when = item.shipped_on ? `shipped ${formatDate(item.shipped_on)}` : until(item.target_on);
  return [standing(item), item.team, when, sure(item.confidence), item.is_late ? "late" : "", blocked];
}

function factsOfInternal(item: Internal): string[] {
  const when = item.shipped_on ? `shipped ${formatDate(item.shipped_on)}` : until(item.target_on);
  return [item.key, standing(item), item.owner, item.team, when, sure(item.confidence), item.milestone];
}

/** What is said of an item in small print, and in words; every audience gets its own. */
function tell(item: Item): { facts: string[]; words: string } {
  if ("words" in item) return { facts: factsOfCustomer(item), words: item.words };
  const facts = "is_late" in item ? factsOfExecutive(item) : factsOfInternal(item);
  return { facts, words: item.key_results.join("; ") };
}

function Entry({ item }: { item: Item }): ReactNode {
  const { facts, words } = tell(item);
  return (
    <li>
      <h3>{item.title}</h3>
      <p className={classes.facts}>{facts.filter(Boolean).join(" · ")}</p>
      {words && <p>{words}</p>}
    </li>
  );
}

function Part({ name, items }: { name: string; items: readonly Item[] }): ReactNode {
  if (items.length === 0) return null;
  return (
    <section className={classes.part}>
      <h2>{name}</h2>
      <ul>
        {items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a list that is read once and has no ids
          <Entry key={index} item={item} />
        ))}
      </ul>
    </section>
  );
}

function isEmpty({ lanes, shipped }: Shared): boolean {
  return shipped.length === 0 && lanes.every(({ items }) => items.length === 0);
}

/** The roadmap as the audience of a link may see it. */
export default function RoadmapPage(): ReactNode {
  const { token = "" } = useParams();
  const { data, error, refetch } = useQuery({
    queryKey: ["public", "roadmap", token],
    queryFn: (): Promise<Shared> =>
      unwrap(api.GET("/api/public/roadmap/{token}", { params: { path: { token } } })),
    retry: false,
  });
  if (error) return <RefusedLink title={title} error={error} onRetry={() => void refetch()} />;
  if (!data)
    return (
      <PublicFrame title={title}>
        <Skeleton rows={4} height={96} />
      </PublicFrame>
    );
  return (
    <PublicFrame
      workspace={data.workspace}
      title={title}
      says={`What comes now, next and later, as of ${formatDate(data.as_of)}. What is later may change.`}
    >
      {isEmpty(data) && <p className={classes.none}>Nothing stands here at the moment.</p>}
      {data.lanes.map(({ horizon, items }) => (
        <Part key={horizon} name={sentenceCase(horizon)} items={items} />
      ))}
      <Part name="Shipped within a year" items={data.shipped} />
    </PublicFrame>
  );
}
