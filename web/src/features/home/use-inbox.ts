import { useQuery, useQueryClient } from "@tanstack/react-query";
import { toast, toastProblem } from "@/shared/ui/toasts";
import { finishItem, type InboxItemOut, inbox, reopenItem } from "./queries";

/** What asks for this person, and the way to say that it is done; undone by a toast. */
export function useInbox() {
  const client = useQueryClient();
  const items = useQuery(inbox);
  const refresh = () => client.invalidateQueries({ queryKey: ["home"] });

  async function finish(item: InboxItemOut): Promise<void> {
    try {
      await finishItem(item.id);
    } catch (error) {
      toastProblem(error);
      return;
    }
    toast({ message: "Done", undo: () => void reopenItem(item.id).then(refresh, toastProblem) });
    await refresh();
  }

  return { items, finish };
}
