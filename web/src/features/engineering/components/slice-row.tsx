import { Menu } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { Link } from "react-router";
import { formatNumber } from "@/shared/format/format";
import { useMay, useRecordPath } from "@/shared/people/workspace-context";
import { EditDialog } from "@/shared/records/edit-dialog";
import { useShelve } from "@/shared/records/use-shelve";
import { IconButton } from "@/shared/ui/button";
import { Icon } from "@/shared/ui/icon";
import { NumberWithMethod } from "@/shared/ui/number-with-method";
import { StateLabel } from "@/shared/ui/state-glyph";
import type { Plan, PlannedSlice } from "../api";
import { slice as kind } from "../kinds";
import { percent } from "./frontier-chart";
import classes from "./slices.module.css";

/** What a slice is asked for where its initiative is known. */
export const sliceAsks = [
  "value_percent",
  "effort_percent",
  "effort_low_weeks",
  "effort_weeks",
  "effort_high_weeks",
  "is_shipped",
];

function Score({ planned, plan }: { planned: PlannedSlice; plan: Plan }): ReactNode {
  if (planned.score === null || plan.base_score === null || planned.ratio === null)
    return <span className="three">–</span>;
  const two = { digits: 2 };
  return (
    <NumberWithMethod
      method={{
        name: "Score of a slice",
        formula: "score of the initiative × value % ÷ effort %",
        inputs: [
          { label: "Initiative", value: formatNumber(plan.base_score, two) },
          { label: "Value", value: percent(planned.slice.value_percent) },
          { label: "Effort", value: percent(planned.slice.effort_percent) },
        ],
        from: plan.formula,
      }}
    >
      <span className="strong">{formatNumber(planned.score, two)}</span>
    </NumberWithMethod>
  );
}

function Notes({ planned, isNext }: { planned: PlannedSlice; isNext: boolean }): ReactNode {
  const { slice, after, problem } = planned;
  const notes = [
    slice.effort_weeks === null ? "" : formatNumber(slice.effort_weeks, { unit: "w" }),
    after.length > 0 ? `after ${after.map((each) => each.title).join(", ")}` : "",
    problem,
  ].filter(Boolean);
  if (notes.length === 0 && !slice.is_shipped && !isNext) return null;
  return (
    <p className="small three row">
      {slice.is_shipped && <StateLabel state="on_track">Shipped</StateLabel>}
      {isNext && <span className={classes.next}>First past the knee</span>}
      <span>{notes.join(" · ")}</span>
    </p>
  );
}

interface Props {
  plan: Plan;
  planned: PlannedSlice;
  /** Its place in the best order, from 1 on: the number it has in the picture. */
  place: number;
  onUp?: () => void;
  onDown?: () => void;
}

function SliceMenu({ planned: { slice }, onUp, onDown }: Props): ReactNode {
  const shelve = useShelve(kind);
  const [editing, setEditing] = useState(false);
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <IconButton icon="dots" size="small" label={`More about ${slice.title}`} />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Icon name="edit" size="small" />} onClick={() => setEditing(true)}>
            Edit
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="up" size="small" />} disabled={!onUp} onClick={onUp}>
            Move up
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="fall" size="small" />} disabled={!onDown} onClick={onDown}>
            Move down
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            leftSection={<Icon name="trash" size="small" />}
            onClick={() => void shelve("trash", [slice.id])}
          >
            Remove
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {editing && (
        <EditDialog kind={kind} record={slice} asks={sliceAsks} onClose={() => setEditing(false)} />
      )}
    </>
  );
}

/** One slice, in the order in which it will be delivered. */
export function SliceRow(props: Props): ReactNode {
  const { plan, planned, place } = props;
  const may = useMay();
  const pathOf = useRecordPath();
  const { slice } = planned;
  return (
    <tr data-worth={place <= plan.knee || undefined}>
      <td className={classes.place}>
        <span>{place}</span>
      </td>
      <td>
        <Link to={pathOf({ ...kind, id: slice.id })}>{slice.title}</Link>
        <Notes planned={planned} isNext={plan.next_past_knee === slice.id} />
      </td>
      <td className="num strong">{percent(slice.value_percent)}</td>
      <td className="num">{percent(slice.effort_percent)}</td>
      {plan.base_score !== null && (
        <td className="num">
          <Score planned={planned} plan={plan} />
        </td>
      )}
      {may.write && (
        <td className={classes.more}>
          <SliceMenu {...props} />
        </td>
      )}
    </tr>
  );
}
