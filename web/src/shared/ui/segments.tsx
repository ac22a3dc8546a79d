import type { ReactNode } from "react";
import classes from "./segments.module.css";

interface Props<V extends string> {
  label: string;
  options: readonly { value: V; label: string }[];
  value: V;
  onChange: (value: V) => void;
}

/** One of a few views. */
export function Segments<V extends string>({ label, options, value, onChange }: Props<V>): ReactNode {
  return (
    <div className={classes.segments} role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value} className={classes.segment} data-on={option.value === value || undefined}>
          <input
            type="radio"
            className="sr"
            name={label}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </div>
  );
}
