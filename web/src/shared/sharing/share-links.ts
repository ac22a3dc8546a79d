import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, unwrap } from "@/api/client";
import type { components } from "@/api/schema";
import { toast, toastProblem } from "@/shared/ui/toasts";

type Schemas = components["schemas"];
export type ShareLink = Schemas["ShareLinkOut"];
export type ShareLinkMade = Schemas["ShareLinkMadeOut"];
export type ShareLinkDraft = Pick<ShareLink, "name" | "options"> & { days: number | null };

const shareLinks = "/api/workspace/share-links" as const;
const sharedKey = ["share-links"] as const;

/** The links by which outsiders read one view. */
export function useShareLinks(view: string) {
  return useQuery({
    queryKey: sharedKey,
    queryFn: () => unwrap(api.GET(shareLinks)),
    select: (links) => links.filter((link) => link.view === view),
  });
}

export function useMakeShareLink(view: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (draft: ShareLinkDraft) => unwrap(api.POST(shareLinks, { body: { view, ...draft } })),
    onSuccess: async ({ url: _url, token: _token, ...link }) => {
      // A first list that is still on its way was asked for without this link, and would be taken for the new one.
      await client.cancelQueries({ queryKey: sharedKey });
      client.setQueryData<ShareLink[]>(sharedKey, (links) => links && [link, ...links]);
      void client.invalidateQueries({ queryKey: sharedKey });
    },
  });
}

export function useRevokeShareLink() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (link: ShareLink) =>
      unwrap(api.DELETE(`${shareLinks}/{link_id}`, { params: { path: { link_id: link.id } } })),
    onSuccess: (_, link) => {
      toast({ message: `${link.name || "The link"} works no more` });
      return client.invalidateQueries({ queryKey: sharedKey });
    },
    onError: toastProblem,
  });
}
