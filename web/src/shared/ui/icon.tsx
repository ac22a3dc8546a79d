import type { ReactNode } from "react";
import classes from "./icon.module.css";

const shapes = {
  home: "M2.5 7 8 2.6 13.5 7v6.4h-11zM6.2 13.4V9.5h3.6v3.9",
  discovery: "M1.6 8S4 3.8 8 3.8 14.4 8 14.4 8 12 12.2 8 12.2 1.6 8 1.6 8zM10 8a2 2 0 1 1-4 0 2 2 0 0 1 4 0z",
  strategy:
    "M13.8 8A5.8 5.8 0 1 1 2.2 8a5.8 5.8 0 0 1 11.6 0zM10.6 8a2.6 2.6 0 1 1-5.2 0 2.6 2.6 0 0 1 5.2 0z",
  prioritization: "M2.5 4h11M2.5 8H10M2.5 12h4",
  roadmap: "M2.3 3h3v10h-3zM6.5 3h3v6.8h-3zM10.7 3h3v4h-3z",
  engineering:
    "M5.9 3.9a1.6 1.6 0 1 1-3.2 0 1.6 1.6 0 0 1 3.2 0zM5.9 12.1a1.6 1.6 0 1 1-3.2 0 1.6 1.6 0 0 1 3.2 0zM13.3 5.6a1.6 1.6 0 1 1-3.2 0 1.6 1.6 0 0 1 3.2 0zM4.3 5.5v5M11.7 7.2c0 2.6-3.1 2.3-5.6 3.8",
  analytics: "M2.6 13.4V3M6.2 13.4V6M9.8 13.4V8.6M13.4 13.4v-2.6",
  experiments: "M8 13.6V9.4L3.6 5V2.6M8 9.4 12.4 5V2.6M1.9 4.2l1.7-1.7 1.7 1.7M10.7 4.2l1.7-1.7 1.7 1.7",
  calibration: "M2.5 2.5v11h11M4.5 10.5l1-1M7 8l1-1M9.6 5.4l1-1M6 11.2h.01M9.2 8.4h.01M12.2 3.2h.01",
  pulse: "M1.7 8.6h2.9l1.7-5 2.9 8.8 1.7-3.8h3.4",
  search: "M11.3 7a4.3 4.3 0 1 1-8.6 0 4.3 4.3 0 0 1 8.6 0zM10.2 10.2l3.3 3.3",
  right: "m6 3.5 4.5 4.5L6 12.5",
  down: "m3.5 6 4.5 4.5L12.5 6",
  updown: "m5 6 3-3 3 3M5 10l3 3 3-3",
  plus: "M8 3v10M3 8h10",
  minus: "M3.5 8h9",
  close: "m4 4 8 8M12 4l-8 8",
  dots: "M3.5 8h.01M8 8h.01M12.5 8h.01",
  arrow: "M2.5 8h11M9.5 4l4 4-4 4",
  back: "M13.5 8h-11M6.5 4l-4 4 4 4",
  up: "M8 13V3M4 7l4-4 4 4",
  fall: "M8 3v10M4 9l4 4 4-4",
  check: "m3 8.5 3.4 3.4L13 4.8",
  no: "M13.6 8A5.6 5.6 0 1 1 2.4 8a5.6 5.6 0 0 1 11.2 0zM4.1 11.9l7.8-7.8",
  merge: "M3.5 2.6v1.6c0 3 4.5 3 4.5 6.2v3M12.5 2.6v1.6c0 3-4.5 3-4.5 6.2",
  clock: "M13.6 8A5.6 5.6 0 1 1 2.4 8a5.6 5.6 0 0 1 11.2 0zM8 4.9V8l2.2 1.5",
  lock: "M3.5 7h9v6.3h-9zM5.5 7V5.2a2.5 2.5 0 0 1 5 0V7",
  bell: "M4.2 7a3.8 3.8 0 0 1 7.6 0c0 3 1.2 3.8 1.2 4.4H3C3 10.8 4.2 10 4.2 7zM6.7 13.4h2.6",
  comment: "M2.5 3.5h11v7.6H7.4l-2.7 2.4v-2.4H2.5z",
  link: "M6.8 9.2a2.4 2.4 0 0 0 3.4 0l2.4-2.4a2.4 2.4 0 0 0-3.4-3.4L8 4.6M9.2 6.8a2.4 2.4 0 0 0-3.4 0L3.4 9.2a2.4 2.4 0 0 0 3.4 3.4L8 11.4",
  people:
    "M8.3 5.6a2.3 2.3 0 1 1-4.6 0 2.3 2.3 0 0 1 4.6 0zM1.9 13c.2-2.4 1.8-3.8 4.1-3.8s3.9 1.4 4.1 3.8M10.6 3.6a2.2 2.2 0 0 1 0 4M12 9.5c1.3.5 2 1.7 2.1 3.5",
  gear: "M10.1 8a2.1 2.1 0 1 1-4.2 0 2.1 2.1 0 0 1 4.2 0zM8 1.9v1.7M8 12.4v1.7M1.9 8h1.7M12.4 8h1.7M3.7 3.7l1.2 1.2M11.1 11.1l1.2 1.2M12.3 3.7l-1.2 1.2M4.9 11.1l-1.2 1.2",
  sun: "M10.7 8a2.7 2.7 0 1 1-5.4 0 2.7 2.7 0 0 1 5.4 0zM8 1.8v1.3M8 12.9v1.3M1.8 8h1.3M12.9 8h1.3M3.6 3.6l.9.9M11.5 11.5l.9.9M12.4 3.6l-.9.9M4.5 11.5l-.9.9",
  moon: "M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z",
  screen: "M2.2 3.2h11.6v7.6H2.2zM6 13.4h4M8 10.8v2.6",
  filter: "M2.5 4h11M4.5 8h7M6.5 12h3",
  columns: "M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10",
  export: "M8 10V2.8M5 5.5l3-2.7 3 2.7M2.8 9.5v3.7h10.4V9.5",
  import: "M8 2.8V10M5 7.3 8 10l3-2.7M2.8 9.5v3.7h10.4V9.5",
  flag: "M3.5 14V2.6M3.5 3h8.7l-2 3 2 3H3.5",
  limit: "M2.5 11.5a5.5 5.5 0 0 1 11 0M8 11.5l2.7-3.6",
  swap: "M3 5.5h9M9.5 3 12 5.5 9.5 8M13 10.5H4M6.5 8 4 10.5 6.5 13",
  redirect: "M2.5 12.5V9a3 3 0 0 1 3-3H13M9.8 2.8 13 6 9.8 9.2",
  play: "M5 3.5v9L12 8z",
  branch: "M4 13V3M4 8h5a3 3 0 0 0 3-3V3",
  sheet: "M2.5 2.8h11v10.4h-11zM2.5 6.3h11M2.5 9.7h11M6.5 2.8v10.4",
  archive: "M2.2 3h11.6v3H2.2zM3.2 6v7h9.6V6M6.4 8.6h3.2",
  trash: "M3 4.3h10M6 4.3V2.6h4v1.7M4.2 4.3l.6 9.1h6.4l.6-9.1M6.7 7v3.8M9.3 7v3.8",
  undo: "M5.5 3 2.8 5.7l2.7 2.7M2.8 5.7h6.4a3.6 3.6 0 0 1 0 7.3H6",
  clip: "M13 7.4 8.2 12.2a3 3 0 0 1-4.3-4.3l5.2-5.2a2 2 0 0 1 2.9 2.9l-5.2 5.2a1 1 0 0 1-1.5-1.5L9.9 4.8",
  menu: "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
  panel: "M2.5 3h11v10h-11zM6 3v10",
  help: "M13.6 8A5.6 5.6 0 1 1 2.4 8a5.6 5.6 0 0 1 11.2 0zM6.3 6.4A1.7 1.7 0 0 1 8 4.9c1 0 1.7.7 1.7 1.5 0 1.3-1.7 1.3-1.7 2.5M8 11h.01",
  document: "M4 2.5h5.5L12.5 5.5v8H4zM9.3 2.5v3.2h3.2",
  edit: "M3 13l.6-2.7 7.6-7.6 2.1 2.1-7.6 7.6zM9.8 4.1l2.1 2.1",
  eye: "M1.6 8S4 3.8 8 3.8 14.4 8 14.4 8 12 12.2 8 12.2 1.6 8 1.6 8zM10 8a2 2 0 1 1-4 0 2 2 0 0 1 4 0z",
  copy: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
  mail: "M2.2 3.8h11.6v8.4H2.2zM2.2 4.2 8 9l5.8-4.8",
  exit: "M6.5 13.5h-4v-11h4M6.5 8h7M10.5 5l3 3-3 3",
  key: "M6.9 7.3a2.9 2.9 0 1 1-.4 2M7 7.5l6-4.8M11.3 4l1.4 1.8",
  alert: "M8 2.4 14.2 13H1.8zM8 6.4v3M8 11.3h.01",
  offline: "M2 6.2a9 9 0 0 1 12 0M4.3 8.8a5.6 5.6 0 0 1 7.4 0M8 12h.01M2.5 13.5l11-11",
} as const;

export type IconName = keyof typeof shapes;

export function isIconName(name: string): name is IconName {
  return name in shapes;
}

const heavy: ReadonlySet<IconName> = new Set(["dots"]);

interface Props {
  name: IconName;
  size?: "small" | "medium" | "large";
  /** Said by screen readers; without it the icon is decoration. */
  label?: string;
  className?: string;
}

export function Icon({ name, size = "medium", label, className }: Props): ReactNode {
  const names = [classes.icon, classes[size], heavy.has(name) && classes.heavy, className];
  const look = names.filter(Boolean).join(" ");
  if (!label) {
    return (
      <svg viewBox="0 0 16 16" className={look} aria-hidden="true">
        <path d={shapes[name]} />
      </svg>
    );
  }
  return (
    <svg viewBox="0 0 16 16" className={look} role="img" aria-label={label}>
      <path d={shapes[name]} />
    </svg>
  );
}
