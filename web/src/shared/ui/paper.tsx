import { type ReactNode, type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { createPortal, flushSync } from "react-dom";
import { download } from "@/shared/charts/export";
import { useTimeZone, useWorkspace } from "@/shared/people/workspace-context";
import { classNames } from "./classes";
import classes from "./paper.module.css";

/** For whom a sheet is laid out: in pages for the printer, in one piece for a picture. */
export type Medium = "print" | "picture";

const sharpest = 2;
const longestSide = 16_000; // what browsers can draw
const mostPixels = 120_000_000;

/** How many pixels stand for one, so that a large sheet still fits into a picture. */
export function scaleOf(width: number, height: number): number {
  return Math.min(sharpest, longestSide / Math.max(width, height), Math.sqrt(mostPixels / (width * height)));
}

/** The page's own rules, so that not every property of every element has to be written out: that takes minutes. */
function rulesOfPage(): string {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  return rules.flatMap((rule) => (rule instanceof CSSFontFaceRule ? [] : rule.cssText)).join("\n");
}

/** What is laid out by more than rules; the library takes what else an element says of itself away. */
const laidOut = ["left", "top", "width", "height", "font-family"];

async function savePicture(sheet: HTMLElement, name: string): Promise<void> {
  const { domToBlob } = await import("modern-screenshot");
  const { width, height } = sheet.getBoundingClientRect();
  const picture = await domToBlob(sheet, {
    type: "image/png",
    scale: scaleOf(width, height),
    includeStyleProperties: laidOut,
    features: { copyScrollbar: false },
    onCreateForeignObjectSvg: (svg) => {
      const style = document.createElement("style");
      style.textContent = rulesOfPage();
      svg.prepend(style);
    },
  });
  download(name, picture);
}

export interface PaperHands {
  sheet: RefObject<HTMLDivElement | null>;
  /** Nothing as long as nobody prints. */
  medium: Medium | null;
  savePicture: (name: string) => Promise<void>;
}

/** Lays the page out on paper whenever the browser prints, and for as long as a picture is made of it. */
export function usePaper(): PaperHands {
  const sheet = useRef<HTMLDivElement>(null);
  const [medium, setMedium] = useState<Medium | null>(null);
  useEffect(() => {
    const begin = () => flushSync(() => setMedium("print"));
    const end = () => setMedium(null);
    window.addEventListener("beforeprint", begin);
    window.addEventListener("afterprint", end);
    return () => {
      window.removeEventListener("beforeprint", begin);
      window.removeEventListener("afterprint", end);
    };
  }, []);
  const save = useCallback(async (name: string) => {
    flushSync(() => setMedium("picture"));
    try {
      if (sheet.current) await savePicture(sheet.current, name);
    } finally {
      setMedium(null);
    }
  }, []);
  return { sheet, medium, savePicture: save };
}

interface Props {
  paper: PaperHands;
  title: string;
  says?: ReactNode;
  legend?: ReactNode;
  children: (medium: Medium) => ReactNode;
}

/** The whole of what is seen, light and without what only a screen needs: whose it is, of which day, and the rest. */
export function Paper({ paper, title, says, legend, children }: Props): ReactNode {
  const { name } = useWorkspace();
  const zone = useTimeZone();
  if (paper.medium === null) return null;
  return createPortal(
    <div className={classes.desk} data-medium={paper.medium} aria-hidden="true" inert>
      <div ref={paper.sheet} className={classNames("paper", classes.sheet)}>
        <header className={classes.head}>
          <h1>{title}</h1>
          <p>
            {name}, {new Date().toLocaleDateString("en-GB", { timeZone: zone, dateStyle: "long" })}
          </p>
          {says && <p>{says}</p>}
          {legend && <p className="small">{legend}</p>}
        </header>
        {children(paper.medium)}
      </div>
    </div>,
    document.body,
  );
}
