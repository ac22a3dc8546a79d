import { useMediaQuery } from "@mantine/hooks";

/** Whether a finger is what points here: nothing is dragged then, and there are no keys. */
export function useTouch(): boolean {
  return useMediaQuery("(pointer: coarse)") ?? false;
}
