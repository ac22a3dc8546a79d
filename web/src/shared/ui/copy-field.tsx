import type { ReactNode } from "react";
import { Button } from "./button";
import classes from "./copy-field.module.css";
import { toast } from "./toasts";

/** A text to take along: a link, a secret. */
export function CopyField({ label, text }: { label: string; text: string }): ReactNode {
  return (
    <div className={classes.field}>
      <input
        className={classes.text}
        aria-label={label}
        readOnly
        value={text}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button
        icon="copy"
        onClick={() => {
          void navigator.clipboard.writeText(text).then(() => toast({ message: `${label} copied` }));
        }}
      >
        Copy
      </Button>
    </div>
  );
}
