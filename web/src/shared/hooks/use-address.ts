import { createContext, useCallback, useContext, useMemo } from "react";
import { useSearchParams } from "react-router";

export type SetAddress = (values: Record<string, string>) => void;

const Base = createContext(new URLSearchParams());

/** What is meant where the address says nothing, such as what a saved view keeps. */
export const AddressBase = Base.Provider;

/** What the address says, over what is meant without it. An empty value takes a name away. */
export function readOver(base: URLSearchParams, address: URLSearchParams): URLSearchParams {
  const all = new Map([...base, ...address]);
  return new URLSearchParams([...all].filter(([, value]) => value !== ""));
}

/** The address that leads to these values: it says only how they differ from what is meant without it. */
export function writeOver(
  base: URLSearchParams,
  address: URLSearchParams,
  values: Record<string, string>,
): URLSearchParams {
  const after = new URLSearchParams(address);
  for (const [name, value] of Object.entries(values)) {
    if (value === (base.get(name) ?? "")) after.delete(name);
    else after.set(name, value);
  }
  return after;
}

/** What a page shows lives in its address, so that it can be sent to somebody. An empty value takes a name away. */
export function useAddress(): [URLSearchParams, SetAddress] {
  const base = useContext(Base);
  const [address, setAddress] = useSearchParams();
  const seen = useMemo(() => readOver(base, address), [base, address]);
  const set = useCallback<SetAddress>(
    (values) => setAddress((before) => writeOver(base, before, values), { replace: true }),
    [base, setAddress],
  );
  return [seen, set];
}
