import { useNodeSearch } from "@/shared/graph/use-node-search";
import { useHere, useMay, useRecordPath } from "@/shared/people/workspace-context";
import { type Feature, tabsOf } from "@/shared/practice/feature";
import { useFeatures } from "@/shared/practice/features-context";
import type { Kind } from "@/shared/records/kind";
import { useKinds } from "@/shared/records/registry";
import type { IconName } from "@/shared/ui/icon";
import type { PaletteMode } from "./palette";

interface Shown {
  key: string;
  group: string;
  label: string;
  icon: IconName;
  mono?: string;
  aside?: string;
  /** Where it was found, when not in the title; the found words stand between « and ». */
  detail?: string;
}

export type Entry = Shown & ({ to: string } | { create: Kind });

function pagesOf(feature: Feature, base: string): Entry[] {
  const at = `${base}/${feature.name}`;
  const own: Entry = { key: at, group: "Go to", label: feature.label, icon: feature.icon, to: at };
  const tabs = tabsOf(feature).map((tab) => ({
    key: `${at}/${tab.path}`,
    group: "Go to",
    label: tab.label,
    aside: feature.label,
    icon: feature.icon,
    to: `${at}/${tab.path}`,
  }));
  const commands = (feature.commands ?? []).map((command) => ({
    key: `do:${command.to}`,
    group: "Do",
    label: command.label,
    icon: command.icon ?? feature.icon,
    to: `${base}/${command.to}`,
  }));
  return [...commands, own, ...tabs.filter((tab) => tab.label !== feature.label)];
}

function fits(typed: string): (entry: Entry) => boolean {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return (entry) => {
    const text = `${entry.label} ${entry.aside ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

export function usePaletteEntries(
  typed: string,
  mode: PaletteMode,
): { entries: readonly Entry[]; searching: boolean } {
  const { membership } = useHere();
  const base = `/w/${membership.workspace.slug}`;
  const features = useFeatures();
  const kinds = useKinds();
  const may = useMay();
  const pathOf = useRecordPath();
  const { hits, searching } = useNodeSearch(mode === "all" ? typed : "");
  const records: Entry[] = hits.slice(0, 8).map(({ node, snippet }) => ({
    key: node.id,
    group: "Records",
    label: node.title,
    mono: node.key,
    icon: kinds.find((kind) => kind.name === node.kind)?.icon ?? "document",
    detail: node.title.toLowerCase().includes(typed.trim().toLowerCase()) ? undefined : snippet,
    aside: kinds.find((kind) => kind.name === node.kind)?.label,
    to: pathOf(node),
  }));
  const creates: Entry[] = kinds
    .filter((kind) => may.write && !kind.readOnly && kind.creatable !== false)
    .map((kind) => ({
      key: `new:${kind.name}`,
      group: "Create",
      label: `New ${kind.label.toLowerCase()}`,
      icon: kind.icon,
      create: kind,
    }));
  const own =
    mode === "create" ? creates : [...features.flatMap((feature) => pagesOf(feature, base)), ...creates];
  const fitting = own.filter(fits(typed)).slice(0, typed || mode === "create" ? 40 : 60);
  const groups = ["Records", "Do", "Go to", "Create"];
  return {
    entries: [...records, ...fitting].toSorted((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group)),
    searching,
  };
}
