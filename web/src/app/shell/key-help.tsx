import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { SectionHead } from "@/shared/ui/page-head";
import classes from "./key-help.module.css";

const groups: readonly { title: string; keys: readonly (readonly [string, string])[] }[] = [
  {
    title: "Everywhere",
    keys: [
      ["Ctrl K", "Search or run a command"],
      ["N", "Create"],
      ["Ctrl Z", "Undo the last change"],
      ["[", "Narrow the navigation"],
      ["?", "These keys"],
    ],
  },
  {
    title: "Lists",
    keys: [
      ["J, K", "Next, previous"],
      ["Enter", "Open"],
      ["Space", "Look beside the list"],
      ["X", "Select"],
      ["E", "Edit the title"],
      ["F", "Filter"],
      ["/", "Search the list"],
      ["Esc", "Clear the selection, close the look"],
    ],
  },
  {
    title: "A record",
    keys: [
      ["E", "Edit the text"],
      ["Ctrl Enter", "Save the text or send the comment"],
    ],
  },
];

export function KeyHelp({ onClose }: { onClose: () => void }): ReactNode {
  return (
    <Modal opened onClose={onClose} title="Keys" size="var(--dialog-width)">
      <div className={classes.groups}>
        {groups.map((group) => (
          <section key={group.title}>
            <SectionHead title={group.title} />
            <dl className={classes.keys}>
              {group.keys.map(([key, does]) => (
                <div key={key}>
                  <dt>
                    <kbd className={classes.key}>{key}</kbd>
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
