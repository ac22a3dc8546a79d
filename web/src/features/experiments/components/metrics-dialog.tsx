import { Modal } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { asProblem, type Problem } from "@/api/problem";
import { Button, IconButton } from "@/shared/ui/button";
import { CheckField, SelectField, TextField } from "@/shared/ui/inputs";
import { planMetrics } from "../api";
import type { MetricReadout } from "../kinds";
import { asPercent, asPlan, type MetricPlan, ofPercent } from "../plan";
import { isGuarded, roles } from "../words";
import classes from "./readout.module.css";

interface Draft {
  id: number;
  metric: MetricPlan;
}

function draftsOf(metrics: readonly MetricReadout[]): Draft[] {
  const planned = metrics.map((metric, id) => ({ id, metric: asPlan(metric) }));
  return planned.length ? planned : [{ id: 0, metric: { name: "", role: "primary" } }];
}

function Line({
  metric,
  onChange,
  onRemove,
}: {
  metric: MetricPlan;
  onChange: (next: MetricPlan) => void;
  onRemove: () => void;
}): ReactNode {
  const guards = isGuarded({ role: metric.role ?? "secondary" });
  return (
    <div className={classes.plan}>
      <TextField
        label="Metric"
        hint="The name of its column"
        value={metric.name}
        onChange={(event) => onChange({ ...metric, name: event.currentTarget.value })}
      />
      <SelectField
        label="Role"
        hint={roles.find((role) => role.value === metric.role)?.hint}
        options={roles}
        value={metric.role}
        onChange={(event) => onChange({ ...metric, role: event.currentTarget.value as MetricPlan["role"] })}
      />
      <TextField
        label="Margin, %"
        hint={guards ? "Of the control; empty: no harm" : "For guardrails and long-term"}
        type="number"
        min={0}
        max={1000}
        step="any"
        disabled={!guards}
        value={guards ? asPercent(metric.margin) : ""}
        onChange={(event) => onChange({ ...metric, margin: ofPercent(event.currentTarget.value) })}
      />
      <CheckField
        label="Lower is better"
        checked={metric.is_lower_better ?? false}
        onChange={(event) => onChange({ ...metric, is_lower_better: event.currentTarget.checked })}
      />
      <IconButton icon="close" label={`Remove ${metric.name || "this metric"}`} onClick={onRemove} />
    </div>
  );
}

/** Which metrics count and how, best said before the results come in. */
export function MetricsDialog({
  experimentId,
  metrics,
  onClose,
}: {
  experimentId: string;
  metrics: readonly MetricReadout[];
  onClose: () => void;
}): ReactNode {
  const client = useQueryClient();
  const [drafts, setDrafts] = useState(() => draftsOf(metrics));
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const place = (id: number, metric: MetricPlan) =>
    setDrafts(drafts.map((draft) => (draft.id === id ? { id, metric } : draft)));
  async function save(): Promise<void> {
    setBusy(true);
    try {
      await planMetrics(
        experimentId,
        drafts.map((draft) => draft.metric).filter((metric) => metric.name.trim()),
      );
      await client.invalidateQueries({ queryKey: ["node", experimentId] });
      onClose();
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <Modal opened onClose={onClose} title="Plan metrics" size="min(860px, 100%)">
      <div className="stack">
        {drafts.map(({ id, metric }) => (
          <Line
            key={id}
            metric={metric}
            onChange={(next) => place(id, next)}
            onRemove={() => setDrafts(drafts.filter((draft) => draft.id !== id))}
          />
        ))}
        {problem && (
          <p role="alert" className="worse">
            {problem.title} {Object.values(problem.fields).join(" ")}
          </p>
        )}
        <div className="row spread">
          <Button
            look="quiet"
            icon="plus"
            onClick={() => {
              const id = Math.max(-1, ...drafts.map((draft) => draft.id)) + 1;
              setDrafts([...drafts, { id, metric: { name: "", role: "secondary" } }]);
            }}
          >
            Add a metric
          </Button>
          <span className={classes.end}>
            <Button onClick={onClose}>Cancel</Button>
            <Button look="primary" busy={busy} onClick={() => void save()}>
              Save metrics
            </Button>
          </span>
        </div>
      </div>
    </Modal>
  );
}
