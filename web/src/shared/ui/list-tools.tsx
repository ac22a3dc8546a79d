import type { ComponentProps, ReactNode } from "react";
import { IconButton } from "./button";
import { classNames } from "./classes";
import { Icon } from "./icon";
import classes from "./list-tools.module.css";

/** Over a list: search, filters and what is done with all of it. */
export function ToolRow({ className, children }: { className?: string; children: ReactNode }): ReactNode {
  return <div className={classNames(classes.tools, className)}>{children}</div>;
}

/** Narrows a list by what is typed; Escape leaves it. */
export function SearchField({ label, ...rest }: { label: string } & ComponentProps<"input">): ReactNode {
  return (
    <label className={classes.search}>
      <Icon name="search" size="small" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
        {...rest}
      />
    </label>
  );
}

interface ChipProps {
  name: string;
  /** A `ChipValue`, alone or in what opens from it. */
  children: ReactNode;
  onClear: () => void;
}

/** One condition that a list is under. */
export function Chip({ name, children, onClear }: ChipProps): ReactNode {
  return (
    <span className={classes.chip}>
      <span className={classes.name}>{name}</span>
      {children}
      <IconButton icon="close" size="small" label={`Remove the filter ${name}`} onClick={onClear} />
    </span>
  );
}

/** What the condition is; a button where it can be changed in place. */
export function ChipValue({ onClick, ...rest }: ComponentProps<"button">): ReactNode {
  if (!onClick) return <span className={classes.value}>{rest.children}</span>;
  return <button type="button" className={classes.value} onClick={onClick} {...rest} />;
}
