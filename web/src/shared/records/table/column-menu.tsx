import { Menu } from "@mantine/core";
import type { ReactNode } from "react";
import { Button } from "@/shared/ui/button";
import { Icon } from "@/shared/ui/icon";
import { columnsOf, type Kind } from "../kind";

interface Props {
  kind: Kind;
  hidden: readonly string[];
  onHide: (names: string[]) => void;
}

export function ColumnMenu({ kind, hidden, onHide }: Props): ReactNode {
  const columns = columnsOf(kind);
  if (columns.length === 0) return null;
  return (
    <Menu closeOnItemClick={false}>
      <Menu.Target>
        <Button look="quiet" icon="columns">
          Columns
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {columns.map((field) => {
          const isHidden = hidden.includes(field.name);
          return (
            <Menu.Item
              key={field.name}
              role="menuitemcheckbox"
              aria-checked={!isHidden}
              rightSection={isHidden ? null : <Icon name="check" size="small" />}
              onClick={() =>
                onHide(isHidden ? hidden.filter((name) => name !== field.name) : [...hidden, field.name])
              }
            >
              {field.label}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
