import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { graph } from "@/api/graph";
import type { ActivityOut, CommentOut } from "@/api/types";
import { formatInstant, formatMoment } from "@/shared/format/dates";
import { PersonAvatar } from "@/shared/people/person-avatar";
import { useHere, useTimeZone } from "@/shared/people/workspace-context";
import { Markdown } from "@/shared/text/markdown";
import { IconButton } from "@/shared/ui/button";
import { SectionHead } from "@/shared/ui/page-head";
import { ProblemLine, Skeleton } from "@/shared/ui/states";
import { toast, toastProblem } from "@/shared/ui/toasts";
import classes from "./activity.module.css";
import { describeActivity } from "./activity-words";
import { CommentBox } from "./comment-box";

type Happening = { at: string; comment: CommentOut } | { at: string; change: ActivityOut };

function When({ at }: { at: string }): ReactNode {
  const timeZone = useTimeZone();
  return (
    <time className="small three nowrap" dateTime={at} title={formatInstant(at, timeZone)}>
      {formatMoment(at, timeZone)}
    </time>
  );
}

function Said({ nodeId, comment }: { nodeId: string; comment: CommentOut }): ReactNode {
  const client = useQueryClient();
  const { membership, me } = useHere();
  const own = comment.author?.id === membership.id || comment.author?.id === me.user.id;

  async function remove(): Promise<void> {
    try {
      await graph.removeComment(comment.id);
    } catch (error) {
      toastProblem(error);
      return;
    }
    const refresh = () => client.invalidateQueries({ queryKey: ["node", nodeId] });
    toast({
      message: "Comment removed",
      undo: () => void graph.comment(nodeId, comment.body).then(refresh, toastProblem),
    });
    await refresh();
  }

  return (
    <li className={classes.item}>
      <PersonAvatar person={comment.author} />
      <div className={classes.what}>
        <b>{comment.author?.name ?? "Somebody"}</b>
        <div className={classes.said}>
          <Markdown text={comment.body} />
        </div>
      </div>
      <span className="row">
        {own && (
          <IconButton
            icon="trash"
            size="small"
            label="Remove the comment"
            className={classes.remove}
            onClick={() => void remove()}
          />
        )}
        <When at={comment.created_at} />
      </span>
    </li>
  );
}

function Changed({ change }: { change: ActivityOut }): ReactNode {
  return (
    <li className={classes.item}>
      <PersonAvatar person={change.actor} />
      <div className={classes.what}>
        <b>{change.actor?.name ?? "Truenorth"}</b> {describeActivity(change)}
      </div>
      <When at={change.at} />
    </li>
  );
}

function merged(comments: readonly CommentOut[], changes: readonly ActivityOut[]): Happening[] {
  const said = comments.map((comment) => ({ at: comment.created_at, comment }));
  const done = changes
    .filter((each) => !each.action.includes("comment"))
    .map((change) => ({ at: change.at, change }));
  return [...said, ...done].sort((a, b) => b.at.localeCompare(a.at));
}

/** What was said and what happened, newest first, and a place to say more. */
export function Activity({ nodeId }: { nodeId: string }): ReactNode {
  const comments = useQuery({
    queryKey: ["node", nodeId, "comments"],
    queryFn: () => graph.comments(nodeId),
  });
  const changes = useQuery({ queryKey: ["node", nodeId, "activity"], queryFn: () => graph.activity(nodeId) });
  const error = comments.error ?? changes.error;
  return (
    <section aria-label="Activity">
      <SectionHead title="Activity">Comments and changes</SectionHead>
      {error && (
        <ProblemLine
          error={error}
          onRetry={() => void Promise.all([comments.refetch(), changes.refetch()])}
        />
      )}
      {!error && comments.isPending && changes.isPending && <Skeleton rows={3} />}
      <ul className={classes.list}>
        {merged(comments.data ?? [], changes.data ?? []).map((each) =>
          "comment" in each ? (
            <Said key={each.comment.id} nodeId={nodeId} comment={each.comment} />
          ) : (
            <Changed key={each.change.id} change={each.change} />
          ),
        )}
      </ul>
      <CommentBox nodeId={nodeId} />
    </section>
  );
}
