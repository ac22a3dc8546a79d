import { useNetwork } from "@mantine/hooks";
import type { ReactNode } from "react";
import { Icon } from "@/shared/ui/icon";
import classes from "./shell.module.css";

/** Says that nothing can be saved right now. */
export function OfflineStrip(): ReactNode {
  const { online } = useNetwork();
  if (online) return null;
  return (
    <p className={classes.offline} role="status">
      <Icon name="offline" size="small" />
      You are offline. What is shown may be old, and nothing can be saved until the connection is back.
    </p>
  );
}
