import type { ReactNode } from "react";
import { type Embed, type Face, ShareLinksDialog } from "@/shared/sharing/share-dialog";

const audience: Face = {
  name: "audience",
  label: "What they see",
  hint: "What is not named for an audience does not leave the house.",
  options: [
    { value: "customers", label: "Customers: only what was published for them, by quarter" },
    { value: "executives", label: "Executives: confidence, key results, what is late or blocked" },
    { value: "internal", label: "Everyone inside: owners, teams and dates" },
  ],
};

const embed: Embed = { title: "Roadmap", pathOf: (token) => `/api/public/roadmap/${token}/embed` };

/** The links by which others read the roadmap, each as its audience may see it. */
export function ShareRoadmap({ onClose }: { onClose: () => void }): ReactNode {
  return (
    <ShareLinksDialog
      view="roadmap"
      title="Share the roadmap"
      says="Whoever holds a link reads the roadmap as it stands when they open it, signed in or not."
      nobody="Nobody outside can read the roadmap yet."
      face={audience}
      embed={embed}
      onClose={onClose}
    />
  );
}
