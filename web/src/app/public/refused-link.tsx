import type { ReactNode } from "react";
import { asProblem } from "@/api/problem";
import { ProblemState } from "@/shared/ui/states";
import { NoSuchLink } from "./no-such-link";
import { PublicFrame } from "./public-frame";

/** What stands in place of a page that a link does not open. */
export function RefusedLink({
  title,
  error,
  onRetry,
}: {
  title: string;
  error: unknown;
  onRetry: () => void;
}): ReactNode {
  const { status } = asProblem(error);
  if (status === 404) return <NoSuchLink />;
  if (status === 429)
    return (
      <PublicFrame
        title="Too many tries"
        says="Several links from here did not work. Wait a few minutes, then open yours again."
      />
    );
  return (
    <PublicFrame title={title}>
      <ProblemState error={error} onRetry={onRetry} />
    </PublicFrame>
  );
}
