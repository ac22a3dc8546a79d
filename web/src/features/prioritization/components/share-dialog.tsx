import type { ReactNode } from "react";
import { ShareLinksDialog } from "@/shared/sharing/share-dialog";

/** The links by which outsiders read what is not done, and why. */
export function ShareDialog({ onClose }: { onClose: () => void }): ReactNode {
  return (
    <ShareLinksDialog
      view="not_doing"
      title="Share what we are not doing"
      says="Whoever holds a link reads the published statements, signed in or not: title, words, month, and when you look again. Nothing else."
      nobody="Nobody outside can read the list yet."
      onClose={onClose}
    />
  );
}
