import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";

export type Method = "sequential" | "fixed" | "bayesian";
export type Scale = "relative" | "absolute";

/** How the readout is looked at. What is concluded rests on the plain view. */
export interface View {
  effect: Scale;
  method: Method;
  cuped: "on" | "off";
  segment: string;
}

export const plainView: View = { effect: "relative", method: "sequential", cuped: "on", segment: "" };

const words = {
  effect: ["relative", "absolute"],
  method: ["sequential", "fixed", "bayesian"],
  cuped: ["on", "off"],
} as const;

function oneOf<V extends string>(allowed: readonly V[], text: string | null, otherwise: V): V {
  return allowed.find((each) => each === text) ?? otherwise;
}

export function readView(search: URLSearchParams): View {
  return {
    effect: oneOf(words.effect, search.get("effect"), plainView.effect),
    method: oneOf(words.method, search.get("method"), plainView.method),
    cuped: oneOf(words.cuped, search.get("cuped"), plainView.cuped),
    segment: search.get("segment") ?? "",
  };
}

/** The address with this view in it: what is plain is left out, what belongs to others stays. */
export function writeView(search: URLSearchParams, view: View): URLSearchParams {
  const after = new URLSearchParams(search);
  for (const name of Object.keys(plainView) as (keyof View)[]) {
    if (view[name] === plainView[name]) after.delete(name);
    else after.set(name, view[name]);
  }
  return after;
}

/** Whether the verdicts are those that rule: a segment only adds rows. */
export function isRuling(view: View): boolean {
  return (
    view.method === plainView.method && view.cuped === plainView.cuped && view.effect === plainView.effect
  );
}

/** The switches live in the address, so that what one sees can be sent to somebody. */
export function useView() {
  const [search, setSearch] = useSearchParams();
  const view = useMemo(() => readView(search), [search]);
  const turn = useCallback(
    (changes: Partial<View>) =>
      setSearch((before) => writeView(before, { ...readView(before), ...changes }), { replace: true }),
    [setSearch],
  );
  return { view, turn };
}
