import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import { asProblem } from "@/api/problem";
import type { components } from "@/api/schema";
import { toast, toastProblem } from "@/shared/ui/toasts";
import type { View } from "./views";

type Schemas = components["schemas"];
export type ViewDraft = Schemas["SavedViewIn"];
export type ViewChanges = Omit<Schemas["SavedViewPatch"], "version">;

const viewsKey = ["roadmap", "views"] as const;
const one = "/api/roadmap/views/{view_id}" as const;
const at = (id: string) => ({ params: { path: { view_id: id } } });

export function useViews() {
  return useQuery({ queryKey: viewsKey, queryFn: () => unwrap(api.GET("/api/roadmap/views")) });
}

function hold(client: QueryClient, view: View): void {
  client.setQueryData<View[]>(viewsKey, (held) => {
    const others = (held ?? []).filter(({ id }) => id !== view.id);
    return [...others, view].sort((a, b) => a.name.localeCompare(b.name));
  });
}

export function useSaveView() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (draft: ViewDraft) => unwrap(api.POST("/api/roadmap/views", { body: draft })),
    onSuccess: (view) => hold(client, view),
  });
}

/** What came of it: the view as saved, or as somebody else saved it meanwhile. */
export type Revised = { saved: View } | { current: View };

export function useReviseView() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ view, changes }: { view: View; changes: ViewChanges }): Promise<Revised> => {
      try {
        const body = { ...changes, version: view.version };
        return { saved: await unwrap(api.PATCH(one, { ...at(view.id), body })) };
      } catch (error) {
        const { status, extra } = asProblem(error);
        if (status !== 409 || !extra.current) throw error;
        return { current: extra.current as View };
      }
    },
    onSuccess: (done) => hold(client, "saved" in done ? done.saved : done.current),
  });
}

/** Takes a view away; as long as the word of it stands, it can be brought back. */
export function useRemoveView() {
  const client = useQueryClient();
  const save = useSaveView();
  return useMutation({
    mutationFn: (view: View) => unwrap(api.DELETE(one, at(view.id))),
    onSuccess: (_, view) => {
      client.setQueryData<View[]>(viewsKey, (held) => held?.filter(({ id }) => id !== view.id));
      const { name, shape, filters, sort, options, is_shared } = view;
      const draft = { name, shape, filters, sort, options, is_shared } as ViewDraft;
      const undo = () => save.mutate(draft, { onError: toastProblem });
      toast({ message: `${name} is deleted`, undo });
    },
    onError: toastProblem,
  });
}
