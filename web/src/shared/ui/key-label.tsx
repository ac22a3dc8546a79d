import type { ReactNode } from "react";

/** "INI-31" in mono. */
export function KeyLabel({ children }: { children: string }): ReactNode {
  return <span className="mono three nowrap">{children}</span>;
}
