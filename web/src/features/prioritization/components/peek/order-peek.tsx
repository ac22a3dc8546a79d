import { Drawer } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useMark } from "@/shared/hooks/use-mark";
import { IconButton } from "@/shared/ui/button";
import { Segments } from "@/shared/ui/segments";
import type { Head } from "../../kinds";
import type { Panel } from "../../use-round-state";
import { ChecksPanel } from "./checks-panel";
import { GivenPanel } from "./given-panel";
import classes from "./peek.module.css";
import { WhyPanel } from "./why-panel";

interface Props {
  head: Head;
  panel: Panel;
  first: number | null;
  second: number | null;
  onPanel: (panel: Panel) => void;
  onPair: (first: number | null, second: number | null) => void;
  onClose: () => void;
}

const titles: Record<Panel, string> = {
  why: "Why this order",
  given: "Who gave what",
  checks: "Checks and other models",
};

function Content({ head, panel, first, second, onPair }: Props): ReactNode {
  if (panel === "checks") return <ChecksPanel head={head} />;
  if (first === null) return <p className="three">Choose a candidate in the list.</p>;
  if (panel === "given") return <GivenPanel head={head} candidate={first} key={first} />;
  return <WhyPanel head={head} first={first} second={second} onPair={onPair} />;
}

/** Beside the list where there is room, over it where there is not. */
export function OrderPeek(props: Props): ReactNode {
  const { panel, first, second, onPanel, onPair, onClose } = props;
  const narrow = useMediaQuery("(max-width: 1100px)");
  useMark(narrow ? null : "peek");
  const body = (
    <>
      <div className={classes.top}>
        <h2 className="strong grow clip">{titles[panel]}</h2>
        {panel === "why" && first !== null && second !== null && (
          <IconButton
            icon="swap"
            size="small"
            label="Exchange the two"
            onClick={() => onPair(second, first)}
          />
        )}
        <IconButton icon="close" size="small" label="Close the panel" onClick={onClose} />
      </div>
      {panel !== "checks" && (
        <Segments<Panel>
          label="Panel"
          options={[
            { value: "why", label: "Why this order" },
            { value: "given", label: "Who gave what" },
          ]}
          value={panel}
          onChange={onPanel}
        />
      )}
      <Content {...props} />
    </>
  );
  if (narrow)
    return (
      <Drawer
        opened
        onClose={onClose}
        position="right"
        size="min(400px, 100%)"
        withCloseButton={false}
        aria-label={titles[panel]}
      >
        {body}
      </Drawer>
    );
  return (
    <aside className={classes.peek} aria-label={titles[panel]}>
      {body}
    </aside>
  );
}
