import { useCallback } from "react";
import { useRecordPath } from "@/shared/people/workspace-context";
import { useKinds } from "@/shared/records/registry";

/** Where a record lives, when only its kind and id are at hand. */
export function useNodePath(): (node: { id: string; kind: string }) => string {
  const kinds = useKinds();
  const pathOf = useRecordPath();
  return useCallback(
    (node) => {
      const kind = kinds.find((each) => each.name === node.kind);
      return kind ? pathOf({ ...kind, id: node.id }) : "";
    },
    [kinds, pathOf],
  );
}
