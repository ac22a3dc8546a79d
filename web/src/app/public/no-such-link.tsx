import type { ReactNode } from "react";
import { PublicFrame } from "./public-frame";

/** The same for a link that never was, has expired or was revoked: nothing can be told from it. */
export function NoSuchLink(): ReactNode {
  return (
    <PublicFrame
      title="This link does not work"
      says="It may have expired, been revoked, or been cut short on its way. Ask whoever sent it to you for a new one."
    />
  );
}
