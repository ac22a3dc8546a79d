import { Tooltip } from "@mantine/core";
import type { ReactNode } from "react";
import type { components } from "@/api/schema";
import { StateLabel } from "@/shared/ui/state-glyph";
import { lookOf } from "../words";
import classes from "./goals.module.css";

type KeyResult = components["schemas"]["KeyResultOut"];

/** On track, at risk or off track; pointed at, it says how that came about. */
export function KeyResultStatus({ keyResult }: { keyResult: KeyResult }): ReactNode {
  const { state, word } = lookOf(keyResult.status);
  return (
    <Tooltip
      label={keyResult.status_reason}
      multiline
      maw={304}
      events={{ hover: true, focus: true, touch: true }}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must reach the explanation too */}
      <span className={classes.explains} tabIndex={0}>
        <StateLabel state={state}>{word}</StateLabel>
      </span>
    </Tooltip>
  );
}
