import { Popover } from "@mantine/core";
import { type ReactNode, type Ref, useRef, useState } from "react";
import { type Method, MethodText } from "@/shared/ui/number-with-method";
import classes from "./armed-number.module.css";

function Face({
  ref,
  children,
  ...rest
}: {
  ref?: Ref<HTMLButtonElement>;
  children: string;
  onClick?: () => void;
}) {
  return (
    <button
      ref={ref}
      type="button"
      className={classes.number}
      aria-label={`${children}, how is this computed?`}
      {...rest}
    >
      {children}
    </button>
  );
}

/** A number that says how it came about; in long lists, its popover is made when it is asked for. */
export function ArmedNumber({ method, children }: { method: () => Method; children: string }): ReactNode {
  const [open, setOpen] = useState(false);
  const face = useRef<HTMLButtonElement>(null);
  if (!open)
    return (
      <Face ref={face} onClick={() => setOpen(true)}>
        {children}
      </Face>
    );
  const close = () => {
    setOpen(false);
    requestAnimationFrame(() => face.current?.focus());
  };
  return (
    <Popover opened onChange={(opened) => !opened && close()} position="bottom-end" width={304} trapFocus>
      <Popover.Target>
        <Face onClick={close}>{children}</Face>
      </Popover.Target>
      <Popover.Dropdown>
        <MethodText method={method()} />
      </Popover.Dropdown>
    </Popover>
  );
}
