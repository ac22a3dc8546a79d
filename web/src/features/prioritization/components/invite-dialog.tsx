import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useWorkspace } from "@/shared/people/workspace-context";
import { CopyField } from "@/shared/ui/copy-field";
import { QrCode } from "@/shared/ui/qr-code";
import type { Head } from "../kinds";

/** The way to the scoring page: a link to send, and a code to point a phone at. */
export function InviteDialog({ head, onClose }: { head: Head; onClose: () => void }): ReactNode {
  const { slug } = useWorkspace();
  const path = `/w/${slug}/prioritization/scoring-rounds/${head.scoring_round.id}/score`;
  const address = new URL(path, window.location.origin).toString();
  return (
    <Modal opened onClose={onClose} title="Invite to score" size="400px">
      <div className="stack">
        <p className="two">
          For members of this workspace, on a phone or at the desk. Whoever is not signed in is asked to
          first.
        </p>
        <QrCode text={address} says="QR code of the link below" />
        <CopyField label="Link to the scoring page" text={address} />
        <p>
          <a className="link" href={address}>
            Open the scoring page
          </a>
        </p>
      </div>
    </Modal>
  );
}
