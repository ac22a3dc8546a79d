import type { InputHTMLAttributes, ReactNode, SelectHTMLAttributes, TextareaHTMLAttributes } from "react";
import { useId } from "react";
import { classNames } from "./classes";
import classes from "./inputs.module.css";

interface Around {
  label: string;
  hint?: ReactNode;
  error?: string;
  /** The label is read out but not drawn. */
  quiet?: boolean;
}

function describedBy(id: string, hint: ReactNode, error?: string): string | undefined {
  return classNames(Boolean(hint) && `${id}-hint`, Boolean(error) && `${id}-error`);
}

/** Label above, hint and error below, tied together for screen readers. */
export function FormField({
  id,
  label,
  hint,
  error,
  quiet,
  children,
}: Around & { id: string; children: ReactNode }): ReactNode {
  return (
    <div className={classes.field}>
      <label htmlFor={id} className={quiet ? "sr" : classes.label}>
        {label}
      </label>
      {children}
      {hint && (
        <p id={`${id}-hint`} className={classes.hint}>
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className={classes.error} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

type TextProps = Around & InputHTMLAttributes<HTMLInputElement>;

export function TextField({ label, hint, error, quiet, className, ...rest }: TextProps): ReactNode {
  const id = useId();
  return (
    <FormField id={id} label={label} hint={hint} error={error} quiet={quiet}>
      <input
        id={id}
        className={classNames(classes.input, className)}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, hint, error)}
        {...rest}
      />
    </FormField>
  );
}

type AreaProps = Around & TextareaHTMLAttributes<HTMLTextAreaElement>;

export function TextArea({ label, hint, error, quiet, className, rows = 4, ...rest }: AreaProps): ReactNode {
  const id = useId();
  return (
    <FormField id={id} label={label} hint={hint} error={error} quiet={quiet}>
      <textarea
        id={id}
        rows={rows}
        className={classNames(classes.input, classes.area, className)}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, hint, error)}
        {...rest}
      />
    </FormField>
  );
}

type SelectProps = Around &
  SelectHTMLAttributes<HTMLSelectElement> & {
    options: readonly { value: string; label: string }[];
    /** Offers "none" under this name. */
    none?: string;
  };

export function SelectField({
  label,
  hint,
  error,
  quiet,
  options,
  none,
  className,
  ...rest
}: SelectProps): ReactNode {
  const id = useId();
  return (
    <FormField id={id} label={label} hint={hint} error={error} quiet={quiet}>
      <select
        id={id}
        className={classNames(classes.input, classes.select, className)}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy(id, hint, error)}
        {...rest}
      >
        {none !== undefined && <option value="">{none}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </FormField>
  );
}

export function CheckField({
  label,
  hint,
  className,
  ...rest
}: Around & InputHTMLAttributes<HTMLInputElement>): ReactNode {
  const id = useId();
  return (
    <div className={classNames(classes.check, className)}>
      <input
        id={id}
        type="checkbox"
        className={classes.box}
        aria-describedby={hint ? `${id}-hint` : undefined}
        {...rest}
      />
      <label htmlFor={id}>{label}</label>
      {hint && (
        <p id={`${id}-hint`} className={classes.hint}>
          {hint}
        </p>
      )}
    </div>
  );
}
