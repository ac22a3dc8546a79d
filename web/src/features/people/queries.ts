import { useQuery, useQueryClient } from "@tanstack/react-query";
import { workspace } from "@/api/workspace";
import { toast, toastProblem } from "@/shared/ui/toasts";

export function useInvitations(enabled: boolean) {
  return useQuery({ queryKey: ["invitations"], queryFn: workspace.invitations, enabled });
}

type Act = (work: () => Promise<unknown>, says: string, undo?: () => Promise<unknown>) => Promise<boolean>;

/** Does it, says so, and reads people, teams and invitations again. */
export function useDo(): Act {
  const client = useQueryClient();
  const act: Act = async (work, says, undo) => {
    try {
      await work();
    } catch (error) {
      toastProblem(error);
      return false;
    }
    for (const key of ["members", "teams", "invitations"]) void client.invalidateQueries({ queryKey: [key] });
    toast({ message: says, undo: undo && (() => void act(undo, "Taken back")) });
    return true;
  };
  return act;
}
