import { useEffect } from "react";

const held = new Set<symbol>();

/** Whether somebody holds a card, or has typed what is not saved yet. */
export const somethingInHand = (): boolean => held.size > 0;

/**
 * While something is in hand the screen stays as its person saw it: what others change comes in afterwards, and a save
 * goes under the version that was seen, so that the server can tell of a conflict. Time does not end it, only its element:
 * what came in under half a text would go unnoticed into its save.
 */
export function useInHand(active = true): void {
  // The open line to the server asks for it.
  useEffect(() => {
    if (!active) return;
    const mark = Symbol();
    held.add(mark);
    return () => {
      held.delete(mark);
    };
  }, [active]);
}
