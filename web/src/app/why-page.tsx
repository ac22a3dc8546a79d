import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useParams } from "react-router";
import { graph } from "@/api/graph";
import { WhyView } from "@/shared/graph/why-view";
import { PageHead } from "@/shared/ui/page-head";
import { ProblemState, Skeleton } from "@/shared/ui/states";

export default function WhyPage(): ReactNode {
  const { id = "" } = useParams();
  const { data, error, refetch } = useQuery({ queryKey: ["node", id, "why"], queryFn: () => graph.why(id) });
  if (error) return <ProblemState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={8} />;
  return (
    <>
      <PageHead
        title={`Why “${data.node.title}”`}
        documentTitle={data.node.title}
        sub="To the left what it rests on, to the right what came of it."
      />
      <WhyView why={data} />
    </>
  );
}
