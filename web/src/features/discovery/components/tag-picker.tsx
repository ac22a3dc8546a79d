import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { records } from "@/api/records";
import { Button } from "@/shared/ui/button";
import { type Choice, Picker } from "@/shared/ui/picker";
import { toastProblem } from "@/shared/ui/toasts";
import { discovery, useRefresh } from "../api";
import { type Tag, tag } from "../kinds";

interface Carried {
  id: string;
  title: string;
}

interface Props {
  nodeId: string;
  carried: readonly Carried[];
  open: boolean;
  onOpen: (open: boolean) => void;
}

type Pick = { id: string } | { title: string };

/** Gives a highlight or feedback a tag, takes one away, or makes a new one from what is typed. */
export function TagPicker({ nodeId, carried, open, onOpen }: Props): ReactNode {
  const [typed, setTyped] = useState("");
  const refresh = useRefresh();
  const { data, isFetching } = useQuery({
    queryKey: ["records", "tag", "choices"],
    queryFn: ({ signal }) => records.list<Tag>(tag, { sort: "title", limit: 200 }, signal),
    enabled: open,
  });
  const wanted = typed.trim().toLowerCase();
  const known = data?.items ?? [];
  const choices: Choice<Pick>[] = known
    .filter((each) => each.title.toLowerCase().includes(wanted))
    .map((each) => ({ key: each.id, value: { id: each.id }, text: each.title }));
  if (wanted && !known.some((each) => each.title.toLowerCase() === wanted))
    choices.push({ key: "new", value: { title: typed.trim() }, text: `Make the tag “${typed.trim()}”` });

  async function pick(choice: Pick): Promise<void> {
    onOpen(false);
    setTyped("");
    try {
      const id = "id" in choice ? choice.id : (await records.create<Tag>(tag, { title: choice.title })).id;
      const ids = carried.map((each) => each.id);
      await discovery.setTags(nodeId, ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id]);
      await refresh();
    } catch (error) {
      toastProblem(error);
    }
  }

  return (
    <Picker
      open={open}
      onClose={() => onOpen(false)}
      label="Find or make a tag"
      choices={choices}
      chosen={carried.map((each) => each.id)}
      onSearch={setTyped}
      searching={isFetching}
      onPick={(choice) => void pick(choice)}
    >
      <Button size="small" look="quiet" icon="plus" onClick={() => onOpen(!open)}>
        Tag
      </Button>
    </Picker>
  );
}
