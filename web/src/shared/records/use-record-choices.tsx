import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { records } from "@/api/records";
import type { RecordOut } from "@/api/types";
import type { Choice } from "@/shared/ui/picker";
import { useKind } from "./registry";

/** Records of one kind by what is typed, for a field that names one of them. */
export function useRecordChoices(
  kindName: string,
  typed: string,
  enabled: boolean,
): { choices: Choice<RecordOut | null>[]; searching: boolean } {
  const kind = useKind(kindName);
  const [q] = useDebouncedValue(typed.trim(), 160);
  const { data, isFetching } = useQuery({
    queryKey: ["records", kindName, "choices", q],
    queryFn: ({ signal }) => (kind ? records.list(kind, { q, limit: 20 }, signal) : null),
    enabled: enabled && kind !== undefined,
    placeholderData: (before) => before,
  });
  const choices = (data?.items ?? []).map((record) => ({
    key: record.id,
    value: record,
    text: record.title,
    show: (
      <span className="row">
        <span className="mono three">{record.key}</span>
        <span className="clip">{record.title}</span>
      </span>
    ),
  }));
  return { choices, searching: isFetching };
}
