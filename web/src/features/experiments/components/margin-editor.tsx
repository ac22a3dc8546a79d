import { Popover } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { Button } from "@/shared/ui/button";
import { TextField } from "@/shared/ui/inputs";
import { toast } from "@/shared/ui/toasts";
import { planMetrics } from "../api";
import type { MetricReadout } from "../kinds";
import { asPercent, asPlan, ofPercent } from "../plan";
import { formatMargin } from "../words";
import classes from "./readout.module.css";

/** A guardrail's margin in its place: the largest harm that still counts as none. */
export function MarginEditor({
  experimentId,
  metric,
  metrics,
}: {
  experimentId: string;
  metric: MetricReadout;
  metrics: readonly MetricReadout[];
}): ReactNode {
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<Problem | null>(null);

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    const margin = ofPercent(text);
    const plans = metrics.map((each) => ({ ...asPlan(each), ...(each.name === metric.name && { margin }) }));
    try {
      await planMetrics(experimentId, plans);
      await client.invalidateQueries({ queryKey: ["node", experimentId] });
      toast({ message: `Margin of ${metric.label} saved` });
      setOpen(false);
    } catch (error) {
      setProblem(asProblem(error));
    }
  }

  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" width={264} trapFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes.margin}
          onClick={() => {
            setText(asPercent(metric.margin));
            setProblem(null);
            setOpen(!open);
          }}
        >
          {formatMargin(metric)}
          <span className="sr">, change the margin of {metric.label}</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <form className="stack" onSubmit={(event) => void save(event)}>
          <TextField
            label="Margin, % of the control"
            hint="The largest harm that counts as none, best said before the results come in. Empty: none at all."
            type="number"
            min={0}
            max={1000}
            step="any"
            data-autofocus
            value={text}
            error={problem ? [problem.title, ...Object.values(problem.fields).flat()].join(" ") : undefined}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <div className={classes.end}>
            <Button size="small" onClick={() => setOpen(false)}>
              Cancel
            </Button>
            <Button size="small" look="primary" type="submit">
              Save margin
            </Button>
          </div>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
