import { useEffect } from "react";

const held = new Set<symbol>();

/** Whether somebody drags a card or has typed unsaved text. */
export const isEditing = (): boolean => held.size > 0;

/**
 * During a drag or unsaved typing the screen stays as it is: others' changes appear afterwards, and a save uses the
 * version that was seen, so that the server can detect a conflict. It ends with its element, not after a time: a
 * change under half-typed text would go unnoticed.
 */
export function useEditing(active = true): void {
  // The live connection to the server reads it.
  useEffect(() => {
    if (!active) return;
    const mark = Symbol();
    held.add(mark);
    return () => {
      held.delete(mark);
    };
  }, [active]);
}
