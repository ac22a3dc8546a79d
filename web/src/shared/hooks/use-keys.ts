import { useEffect, useRef } from "react";

export type KeyMap = Record<string, (event: KeyboardEvent) => void>;

interface Layer {
  keys: KeyMap;
}

const layers: Layer[] = [];

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName);
}

function isPressing(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  return (
    (event.key === "Enter" || event.key === " ") && target.closest("a, button, [role='option']") !== null
  );
}

function inDialog(): boolean {
  return document.querySelector("[role='dialog'][aria-modal='true']") !== null;
}

/** "mod+k", "shift+x", "j", "?", " ", "Escape". */
export function keyName(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const mod = event.metaKey || event.ctrlKey ? "mod+" : "";
  const shift = event.shiftKey && /^[a-z]$/.test(key) ? "shift+" : "";
  return `${mod}${shift}${key}`;
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const name = keyName(event);
  const everywhere = name.startsWith("mod+");
  if (!everywhere && (isTyping(event.target) || isPressing(event) || inDialog())) return;
  for (const layer of layers.toReversed()) {
    const act = layer.keys[name];
    if (!act) continue;
    event.preventDefault();
    act(event);
    return;
  }
}

/**
 * Keys for as long as the caller is shown; what was mounted last answers first. Never while somebody types.
 * The frame around a page asks to come `last`: it is mounted with the page, and its effects run after the page's.
 */
export function useKeys(keys: KeyMap, { last = false }: { last?: boolean } = {}): void {
  const layer = useRef<Layer>({ keys });
  useEffect(() => {
    layer.current.keys = keys;
  });
  useEffect(() => {
    const own = layer.current;
    if (layers.length === 0) window.addEventListener("keydown", onKey);
    if (last) layers.unshift(own);
    else layers.push(own);
    return () => {
      layers.splice(layers.indexOf(own), 1);
      if (layers.length === 0) window.removeEventListener("keydown", onKey);
    };
  }, [last]);
}
