import { useLayoutEffect } from "react";

/** A panel beside the content, or one task that takes the whole screen of a phone. */
export type Mark = "peek" | "whole";

/**
 * Tells the frame around the page what stands on it, so that it makes room. A mark at the root is looked at once; a
 * selector that looks for it inside would be matched anew for every row that scrolls into view.
 */
export function useMark(mark: Mark | null): void {
  useLayoutEffect(() => {
    if (!mark) return;
    const { dataset } = document.documentElement;
    dataset[mark] = "";
    return () => {
      delete dataset[mark];
    };
  }, [mark]);
}
