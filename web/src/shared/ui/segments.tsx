import { type ReactNode, useId } from "react";
import classes from "./segments.module.css";

interface Props<V extends string> {
  label: string;
  options: readonly { value: V; label: string }[];
  value: V;
  onChange: (value: V) => void;
  /** Why it cannot be chosen; said to screen readers, and by the pointer. */
  disabled?: string;
}

/** One of a few views. */
export function Segments<V extends string>({
  label,
  options,
  value,
  onChange,
  disabled,
}: Props<V>): ReactNode {
  const name = useId();
  return (
    <div
      className={classes.segments}
      role="radiogroup"
      aria-label={label}
      aria-disabled={disabled !== undefined || undefined}
      aria-describedby={disabled === undefined ? undefined : `${name}-why`}
      title={disabled}
    >
      {disabled !== undefined && (
        <span id={`${name}-why`} className="sr">
          {disabled}
        </span>
      )}
      {options.map((option) => (
        <label key={option.value} className={classes.segment} data-on={option.value === value || undefined}>
          <input
            type="radio"
            className="sr"
            name={name}
            disabled={disabled !== undefined}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}
