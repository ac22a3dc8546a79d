import { useQuery } from "@tanstack/react-query";
import { graph } from "@/api/graph";
import type { NodeRef } from "@/api/types";

/** Where a record lives, when only its id is at hand. */
export function useNodeRef(id: string): NodeRef | undefined {
  return useQuery({ queryKey: ["node", id, "ref"], queryFn: () => graph.node(id) }).data;
}
