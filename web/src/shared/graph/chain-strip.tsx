import { Popover } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { graph } from "@/api/graph";
import type { ChainStep, LinkIn, NodeRef, StepState } from "@/api/types";
import { sentenceCase } from "@/shared/format/format";
import { useMay, useRecordPath } from "@/shared/people/workspace-context";
import { CreateDialog } from "@/shared/records/create-dialog";
import type { Kind } from "@/shared/records/kind";
import { useKinds, useServerKinds } from "@/shared/records/registry";
import { Icon } from "@/shared/ui/icon";
import classes from "./chain-strip.module.css";
import { LinkDialog } from "./link-dialog";
import { birthLink, relationChoice, relationOf } from "./relations";
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
  const label = sentenceCase(step.label);
  if (step.state === "here") return label || node.key;
  if (step.state === "hollow") return label || hintOf(step);
  return label || String(step.count);
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
  /** Kinds of which a new one can be made right here, tied to this record. */
  creates: readonly Kind[];
  onCreate: (kind: Kind) => void;
}

function Step({ step, node, open, railOpen, onOpen, onLink, creates, onCreate }: StepProps): ReactNode {
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
            {creates.map((kind) => (
              <li key={kind.name}>
                <button type="button" className={classes.item} onClick={() => onCreate(kind)}>
                  <Icon name="plus" size="small" />
                  New {kind.label.toLowerCase()}
                </button>
              </li>
            ))}
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

/** Starts at "here" where the strip is wider than the page. */
function useStartAtHere(ready: boolean) {
  const strip = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const here = ready ? strip.current?.querySelector<HTMLElement>("[data-state='here']") : null;
    if (strip.current && here) strip.current.scrollLeft = here.offsetLeft - 16;
  }, [ready]);
  return strip;
}

/** What a step's popover does: link what exists, or make what is missing. */
function useSteps(node: Anchor) {
  const served = useServerKinds();
  const kinds = useKinds();
  const may = useMay();
  const hereStep = served.find((kind) => kind.name === node.kind)?.step;
  const namesOf = (step: string) => served.filter((kind) => kind.step === step).map((kind) => kind.name);
  function createsOf(step: string): Kind[] {
    if (!may.write || !relationOf(step, hereStep)) return [];
    return kinds.filter(
      (kind) => namesOf(step).includes(kind.name) && !kind.readOnly && kind.creatable !== false,
    );
  }
  function linksFor(step: string): LinkIn[] {
    const relation = relationOf(step, hereStep);
    return relation ? [birthLink(relation, node)] : [];
  }
  function choiceFor(step: string): string | undefined {
    const relation = relationOf(step, hereStep);
    return relation && relationChoice(relation);
  }
  return { hereStep, namesOf, createsOf, linksFor, choiceFor };
}

/** The signature of the product: eleven steps from evidence to outcome, what is there and what is missing. */
export function ChainStrip({ node }: { node: Anchor }): ReactNode {
  const { data } = useQuery({ queryKey: ["node", node.id, "chain"], queryFn: () => graph.chain(node.id) });
  const steps = useSteps(node);
  const [open, setOpen] = useState<string | null>(null);
  const [linking, setLinking] = useState<string | null>(null);
  const [creating, setCreating] = useState<{ step: string; kind: Kind } | null>(null);
  const strip = useStartAtHere(data !== undefined);
  if (!data) return <div className={classes.waiting} aria-hidden />;
  if (!steps.hereStep && data.every((step) => step.state === "hollow")) return null;
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
            creates={steps.createsOf(step.step)}
            onCreate={(kind) => {
              setOpen(null);
              setCreating({ step: step.step, kind });
            }}
          />
        ))}
      </ol>
      {linking && (
        <LinkDialog
          node={node}
          kinds={steps.namesOf(linking)}
          relation={steps.choiceFor(linking)}
          onClose={() => setLinking(null)}
        />
      )}
      {creating && (
        <CreateDialog
          kind={creating.kind}
          links={steps.linksFor(creating.step)}
          onClose={() => setCreating(null)}
        />
      )}
    </nav>
  );
}
