import { Popover } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { graph } from "@/api/graph";
import type { ChainStep, NodeRef, StepState } from "@/api/types";
import { useRecordPath } from "@/shared/people/workspace-context";
import { useServerKinds } from "@/shared/records/registry";
import { Icon } from "@/shared/ui/icon";
import classes from "./chain-strip.module.css";
import { LinkDialog } from "./link-dialog";
import { chainSteps } from "./steps";

const shapes: Record<StepState, ReactNode> = {
  filled: <circle cx={6} cy={6} r={5} fill="currentColor" />,
  half: (
    <>
      <circle cx={6} cy={6} r={4.6} className={classes.hole} stroke="currentColor" strokeWidth={1.5} />
      <path d="M6 1.4a4.6 4.6 0 0 0 0 9.2z" fill="currentColor" />
    </>
  ),
  hollow: (
    <circle
      cx={6}
      cy={6}
      r={4.6}
      className={classes.hole}
      stroke="currentColor"
      strokeWidth={1.5}
      strokeDasharray="2 1.6"
    />
  ),
  here: <path d="M6 .3 9 6l-3 5.7L3 6z" fill="currentColor" />,
};

type Anchor = Pick<NodeRef, "id" | "kind" | "key" | "title">;

function labelOf(step: ChainStep): string {
  return chainSteps.find((each) => each.name === step.step)?.label ?? step.step;
}

function hintOf(step: ChainStep): string {
  return chainSteps.find((each) => each.name === step.step)?.next ?? "Link one";
}

function wordOf(step: ChainStep, node: Anchor): string {
  if (step.state === "here") return step.label || node.key;
  if (step.state === "hollow") return step.label || hintOf(step);
  return step.label || String(step.count);
}

function StepRecords({ step }: { step: ChainStep }): ReactNode {
  const pathOf = useRecordPath();
  return step.records.map((record) => (
    <li key={record.id}>
      <Link className={classes.item} to={pathOf(record)}>
        <span className="mono three">{record.key}</span>
        <span className="grow clip">{record.title}</span>
      </Link>
    </li>
  ));
}

interface StepProps {
  step: ChainStep;
  node: Anchor;
  open: boolean;
  railOpen: boolean;
  onOpen: (open: boolean) => void;
  onLink: () => void;
}

function Step({ step, node, open, railOpen, onOpen, onLink }: StepProps): ReactNode {
  const label = labelOf(step);
  const waits = step.step === "outcome" && step.state === "hollow";
  return (
    <li
      className={classes.step}
      data-state={step.state}
      data-waits={waits || undefined}
      data-rail={railOpen ? "open" : undefined}
    >
      <Popover opened={open} onChange={onOpen} position="bottom-start" offset={8} width={304}>
        <Popover.Target>
          <button
            type="button"
            className={classes.face}
            aria-current={step.state === "here" ? "step" : undefined}
            onClick={() => onOpen(!open)}
          >
            <svg className={classes.node} viewBox="0 0 12 12" aria-hidden="true">
              {shapes[step.state]}
            </svg>
            <span className={classes.name}>
              {label}
              {step.state === "hollow" && <span className="sr"> missing</span>}
            </span>
            <span className={classes.value}>{wordOf(step, node)}</span>
          </button>
        </Popover.Target>
        <Popover.Dropdown>
          <ul className={classes.list}>
            <StepRecords step={step} />
            <li>
              <button type="button" className={classes.item} onClick={onLink}>
                <Icon name="link" size="small" />
                Link {step.records.length > 0 ? "another" : "one"} that exists
              </button>
            </li>
          </ul>
        </Popover.Dropdown>
      </Popover>
    </li>
  );
}

/** The signature of the product: eleven steps from evidence to outcome, what is there and what is missing. */
export function ChainStrip({ node }: { node: Anchor }): ReactNode {
  const { data } = useQuery({ queryKey: ["node", node.id, "chain"], queryFn: () => graph.chain(node.id) });
  const kinds = useServerKinds();
  const [open, setOpen] = useState<string | null>(null);
  const [linking, setLinking] = useState<string | null>(null);
  const strip = useRef<HTMLOListElement>(null);
  const ready = data !== undefined;
  useEffect(() => {
    const here = ready ? strip.current?.querySelector<HTMLElement>("[data-state='here']") : null;
    if (strip.current && here) strip.current.scrollLeft = here.offsetLeft - 16;
  }, [ready]);
  if (!data) return <div className={classes.waiting} aria-hidden />;
  const hasStep = kinds.find((kind) => kind.name === node.kind)?.step;
  if (!hasStep && data.every((step) => step.state === "hollow")) return null;
  return (
    <nav aria-label="Chain from evidence to outcome">
      <ol className={classes.chain} ref={strip}>
        {data.map((step, index) => (
          <Step
            key={step.step}
            step={step}
            node={node}
            open={open === step.step}
            railOpen={step.state === "hollow" || data[index + 1]?.state === "hollow"}
            onOpen={(opened) => setOpen(opened ? step.step : null)}
            onLink={() => {
              setOpen(null);
              setLinking(step.step);
            }}
          />
        ))}
      </ol>
      {linking && (
        <LinkDialog
          node={node}
          kinds={kinds.filter((kind) => kind.step === linking).map((kind) => kind.name)}
          onClose={() => setLinking(null)}
        />
      )}
    </nav>
  );
}
