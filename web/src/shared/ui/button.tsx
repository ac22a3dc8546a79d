import type { ComponentProps, ReactNode } from "react";
import { Link, type LinkProps } from "react-router";
import classes from "./button.module.css";
import { classNames } from "./classes";
import { Icon, type IconName } from "./icon";

type Look = "default" | "primary" | "quiet" | "danger";

interface Shape {
  look?: Look;
  size?: "small" | "medium" | "large";
  icon?: IconName;
}

interface ButtonProps extends Shape, ComponentProps<"button"> {
  /** The label stays and a bar runs beneath it. */
  busy?: boolean;
}

function namesOf({ look = "default", size = "medium", icon }: Shape, bare: boolean, extra?: string) {
  return classNames(classes.button, classes[look], classes[size], bare && icon && classes.bare, extra);
}

export function Button({
  look,
  size,
  icon,
  busy,
  className,
  children,
  disabled,
  ...rest
}: ButtonProps): ReactNode {
  return (
    <button
      type="button"
      className={namesOf({ look, size, icon }, !children, className)}
      disabled={disabled || busy}
      aria-busy={busy || undefined}
      {...rest}
    >
      {icon && <Icon name={icon} size="small" />}
      {children}
      {busy && <span className={classes.bar} />}
    </button>
  );
}

/** A square button of an icon alone; the label is what screen readers and the tooltip say. */
export function IconButton({
  label,
  ...rest
}: { label: string; icon: IconName } & Omit<ButtonProps, "children">): ReactNode {
  return <Button look="quiet" aria-label={label} title={label} {...rest} />;
}

export function ButtonLink({ look, size, icon, className, children, ...rest }: Shape & LinkProps): ReactNode {
  return (
    <Link className={namesOf({ look, size, icon }, !children, className)} {...rest}>
      {icon && <Icon name={icon} size="small" />}
      {children}
    </Link>
  );
}

export function DownloadLink({
  href,
  icon = "export",
  look = "quiet",
  children,
}: Shape & { href: string; children: ReactNode }): ReactNode {
  return (
    <a className={namesOf({ look, icon }, false)} href={href} download>
      <Icon name={icon} size="small" />
      {children}
    </a>
  );
}
