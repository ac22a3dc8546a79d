import { Menu } from "@mantine/core";
import type { ReactNode } from "react";
import { useNavigate } from "react-router";
import type { RecordOut } from "@/api/types";
import { useMay, useWorkspace } from "@/shared/people/workspace-context";
import { Button, ButtonLink } from "@/shared/ui/button";
import { Icon } from "@/shared/ui/icon";
import { toast } from "@/shared/ui/toasts";
import type { Kind } from "../kind";
import { useShelve } from "../use-shelve";

function asMarkdown(record: RecordOut): string {
  return `# ${record.title}\n\n${record.key}\n\n${record.body}\n`;
}

export function RecordMenu({ kind, record }: { kind: Kind; record: RecordOut }): ReactNode {
  const shelve = useShelve(kind);
  const may = useMay();
  const navigate = useNavigate();
  const { slug } = useWorkspace();

  async function copy(text: string, says: string): Promise<void> {
    await navigator.clipboard.writeText(text);
    toast({ message: says });
  }

  async function trash(): Promise<void> {
    if (await shelve("trash", [record.id])) void navigate(`/w/${slug}/${kind.domain}/${kind.plural}`);
  }

  return (
    <>
      <ButtonLink icon="branch" to={`/w/${slug}/why/${record.id}`}>
        Why
      </ButtonLink>
      <Button icon="link" onClick={() => void copy(window.location.href, "Link copied")}>
        Share
      </Button>
      <Menu>
        <Menu.Target>
          <Button icon="dots" aria-label="More" />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<Icon name="copy" size="small" />}
            onClick={() => void copy(asMarkdown(record), "Copied as Markdown")}
          >
            Copy as Markdown
          </Menu.Item>
          <Menu.Item
            leftSection={<Icon name="copy" size="small" />}
            onClick={() => void copy(record.key, "Key copied")}
          >
            Copy {record.key}
          </Menu.Item>
          {may.write && (
            <>
              <Menu.Divider />
              <Menu.Item
                leftSection={<Icon name="archive" size="small" />}
                onClick={() => void shelve(record.archived_at ? "unarchive" : "archive", [record.id])}
              >
                {record.archived_at ? "Take out of the archive" : "Archive"}
              </Menu.Item>
              <Menu.Item leftSection={<Icon name="trash" size="small" />} onClick={() => void trash()}>
                Move to trash
              </Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
