import { PAGE } from "./api";

/** At most as many pages are fetched ahead: all of a list of some thousands, the surroundings in a longer one. */
export const AHEAD = 30;

/** While the list moves, only what is about to come into view is worth a request. */
const nearby = 2;

/** Faster than this many rows a frame, nobody reads them. */
const stride = 2;

/** The rows looked at, and how many the list moves by from frame to frame; none at rest. */
export interface View {
  from: number;
  to: number;
  pace: number;
}

interface Known {
  wasAsked: (page: number) => boolean;
  isOutdated: (page: number) => boolean;
}

function pageOf(index: number): number {
  return Math.floor(Math.max(0, index) / PAGE);
}

export function pagesOf({ from, to }: Pick<View, "from" | "to">): number[] {
  const first = pageOf(from);
  return Array.from({ length: pageOf(to) - first + 1 }, (_, step) => first + step);
}

/** Whether rows pass by too fast to be read: what is known of them is shown as it is. */
export function isPassing({ pace }: Pick<View, "pace">): boolean {
  return pace > stride;
}

/** Pages around those looked at, the nearest first, and of two the one below. */
function around(view: View, total: number): number[] {
  const [first, last, end] = [pageOf(view.from), pageOf(view.to), pageOf(total - 1)];
  const found: number[] = [];
  for (let step = 1; last + step <= end || first - step >= 0; step += 1)
    found.push(...[last + step, first - step].filter((page) => page >= 0 && page <= end));
  return found;
}

/**
 * The pages of a list so long that are worth a request ahead of need, in this order. What changed is asked for again
 * only where somebody moves to: a list that many look at would otherwise be read whole after each change, by each.
 */
export function pagesAhead(view: View, total: number, known: Known): number[] {
  if (total === 0) return [];
  const isNew = (page: number) => !known.wasAsked(page);
  const near = around(view, total).slice(0, AHEAD);
  if (view.pace === 0) return near.filter(isNew);
  return [...pagesOf(view), ...near.slice(0, nearby)].filter((page) => isNew(page) || known.isOutdated(page));
}

/** Runs when nothing else is to be done. */
const whenIdle: (work: () => void) => void =
  "requestIdleCallback" in window ? (work) => requestIdleCallback(work) : (work) => setTimeout(work, 50);

/** Does one piece of work after another while the page is idle; sleeps when there is none, until it is woken. */
export function oneByOne(next: () => Promise<void> | null): { wake: () => void; stop: () => void } {
  let isAwake = false;
  let isOver = false;
  const work = (): void => {
    const piece = isOver ? null : next();
    isAwake = piece !== null;
    void piece?.then(() => whenIdle(work));
  };
  return {
    wake: () => {
      isOver = false;
      if (isAwake) return;
      isAwake = true;
      whenIdle(work);
    },
    stop: () => {
      isOver = true;
    },
  };
}
