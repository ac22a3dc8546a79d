import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import { graph } from "@/api/graph";
import type { LinkOut, NodeRef } from "@/api/types";
import { sentenceCase } from "@/shared/format/format";
import { useMay, useRecordPath } from "@/shared/people/workspace-context";
import { useServerKinds } from "@/shared/records/registry";
import { Button, IconButton } from "@/shared/ui/button";
import { SectionHead } from "@/shared/ui/page-head";
import { ProblemLine, Skeleton } from "@/shared/ui/states";
import { toast, toastProblem } from "@/shared/ui/toasts";
import { LinkDialog } from "./link-dialog";
import { linkWord } from "./link-words";
import classes from "./links-section.module.css";

type Anchor = Pick<NodeRef, "id" | "kind" | "key" | "title">;

function groups(links: readonly LinkOut[]): [string, LinkOut[]][] {
  const found = new Map<string, LinkOut[]>();
  for (const link of links) {
    const word = linkWord(link.kind, link.direction);
    found.set(word, [...(found.get(word) ?? []), link]);
  }
  return [...found];
}

function useUnlink(node: Anchor): (link: LinkOut) => Promise<void> {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ["node"] });
  return async (link) => {
    try {
      await graph.unlink(link.id);
    } catch (error) {
      toastProblem(error);
      return;
    }
    const ends =
      link.direction === "out"
        ? { source: node.id, target: link.node.id }
        : { source: link.node.id, target: node.id };
    toast({
      message: `Link to ${link.node.key} removed`,
      undo: () => void graph.link({ kind: link.kind, ...ends }).then(refresh, toastProblem),
    });
    await refresh();
  };
}

function LinkRow({ link, onRemove }: { link: LinkOut; onRemove?: () => void }): ReactNode {
  const pathOf = useRecordPath();
  const kind = useServerKinds().find((each) => each.name === link.node.kind);
  return (
    <li className={classes.link} data-refutes={link.kind === "refutes" || undefined}>
      <span className="mono three">{link.node.key}</span>
      <Link className={classes.title} to={pathOf(link.node)}>
        {link.node.title}
      </Link>
      <span className="small three nowrap">{sentenceCase(link.node.state) || kind?.label}</span>
      {onRemove && (
        <IconButton
          icon="close"
          size="small"
          label={`Remove the link to ${link.node.key}`}
          className={classes.remove}
          onClick={onRemove}
        />
      )}
    </li>
  );
}

/** What this record is tied to, grouped by how. */
export function LinksSection({ node }: { node: Anchor }): ReactNode {
  const [adding, setAdding] = useState(false);
  const may = useMay();
  const unlink = useUnlink(node);
  const { data, error, refetch } = useQuery({
    queryKey: ["node", node.id, "links"],
    queryFn: () => graph.links(node.id),
  });
  return (
    <section>
      <SectionHead title="Links" count={data?.length}>
        {may.write && (
          <Button size="small" look="quiet" icon="plus" onClick={() => setAdding(true)}>
            Link a record
          </Button>
        )}
      </SectionHead>
      {error && <ProblemLine error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton rows={2} />}
      {data?.length === 0 && (
        <p className={classes.none}>Nothing is linked yet. A link says why this exists and what it serves.</p>
      )}
      {groups(data ?? []).map(([word, links]) => (
        <div key={word} className={classes.group}>
          <h3 className={classes.word}>{word}</h3>
          <ul>
            {links.map((link) => (
              <LinkRow key={link.id} link={link} onRemove={may.write ? () => void unlink(link) : undefined} />
            ))}
          </ul>
        </div>
      ))}
      {adding && <LinkDialog node={node} onClose={() => setAdding(false)} />}
    </section>
  );
}
