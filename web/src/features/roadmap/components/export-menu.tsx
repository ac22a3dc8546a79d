import { Menu } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { downloadAddress, type Query } from "@/api/client";
import { Button } from "@/shared/ui/button";
import { toastProblem } from "@/shared/ui/toasts";

interface Props {
  /** What the files narrow down to. */
  query: Query;
  onPicture: () => Promise<void>;
  onPrint: () => Promise<void> | void;
}

const files = [
  { path: "/api/roadmap/initiatives/export.csv", label: "Spreadsheet (CSV)" },
  { path: "/api/roadmap/export.md", label: "Text (Markdown)" },
  { path: "/api/roadmap/export.ics", label: "Calendar (ICS)" },
];

const trackers = ["Jira", "Linear", "GitHub", "GitLab", "Trello", "Asana", "Productboard", "Shortcut"];

/** What is seen, to take along. */
export function ExportMenu({ query, onPicture, onPrint }: Props): ReactNode {
  const [busy, setBusy] = useState(false);

  async function wait(work: () => Promise<void> | void): Promise<void> {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      toastProblem(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Menu position="bottom-end" width={216} returnFocus>
      <Menu.Target>
        <Button look="quiet" icon="export" className="no-print" busy={busy}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {files.map(({ path, label }) => (
          <Menu.Item key={path} component="a" href={downloadAddress(path, query)} download>
            {label}
          </Menu.Item>
        ))}
        <Menu.Sub>
          <Menu.Sub.Target>
            <Menu.Sub.Item>For another tracker</Menu.Sub.Item>
          </Menu.Sub.Target>
          <Menu.Sub.Dropdown>
            {trackers.map((name) => (
              <Menu.Item
                key={name}
                component="a"
                href={downloadAddress(`/api/exports/${name.toLowerCase()}.csv`, query)}
                download
              >
                {name} (CSV)
              </Menu.Item>
            ))}
          </Menu.Sub.Dropdown>
        </Menu.Sub>
        <Menu.Item onClick={() => void wait(onPicture)}>Picture (PNG)</Menu.Item>
        <Menu.Item onClick={() => void wait(onPrint)}>Print or PDF</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
