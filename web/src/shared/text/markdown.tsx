import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Skeleton } from "@/shared/ui/states";
import classes from "./markdown.module.css";

/** Markdown as it is read. The renderer is loaded when the first text is shown. */
export function Markdown({ text }: { text: string }): ReactNode {
  const { data } = useQuery({
    queryKey: ["markdown", text],
    queryFn: async () => (await import("./markdown-render")).renderMarkdown(text),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (data === undefined) return <Skeleton rows={2} height={28} />;
  // biome-ignore lint/security/noDangerouslySetInnerHtml: the renderer takes no raw HTML and refuses unsafe addresses
  return <div className={classes.prose} dangerouslySetInnerHTML={{ __html: data }} />;
}
