import type { OwnKeys } from "@/components/layout/keyboard";

/** The list's keyboard commands. */
export type ListAct =
  | { act: "step"; by: number; select?: boolean }
  | { act: "end"; last: boolean }
  | { act: "cell"; by: 1 | -1 }
  | { act: "enter" | "edit" | "peek" | "select" | "selectAll" | "escape" };

/** A pressed key, as lists and sheets read it. */
export interface Key {
  key: string;
  metaKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

const acts: Record<string, ListAct> = {
  j: { act: "step", by: 1 },
  k: { act: "step", by: -1 },
  ArrowDown: { act: "step", by: 1 },
  ArrowUp: { act: "step", by: -1 },
  PageDown: { act: "step", by: 10 },
  PageUp: { act: "step", by: -10 },
  Home: { act: "end", last: false },
  End: { act: "end", last: true },
  ArrowRight: { act: "cell", by: 1 },
  ArrowLeft: { act: "cell", by: -1 },
  Enter: { act: "enter" },
  F2: { act: "edit" },
  " ": { act: "peek" },
  x: { act: "select" },
  Escape: { act: "escape" },
};

/** The command of a key, or null when the list does not use the key. */
export function listAct(event: Key): ListAct | null {
  if (event.metaKey || event.ctrlKey || event.altKey) {
    return event.key.toLowerCase() === "a" && !event.altKey ? { act: "selectAll" } : null;
  }
  const act = acts[event.key];
  if (!act) return null;
  if (!event.shiftKey) return act;
  return act.act === "step" && event.key.startsWith("Arrow") ? { ...act, select: true } : null;
}

/** The keyboard commands, for the list of shortcuts. */
export const listKeys: OwnKeys = [
  ["j", "Next row"],
  ["k", "Previous row"],
  ["enter", "Open the row, or edit the cell"],
  ["right", "Move into the cells; type to replace a value. In a tree: open the row first"],
  ["left", "In a tree: close the row, or go to the one above it"],
  ["space", "Open the row beside the list"],
  ["x", "Select the row"],
  ["shift+down", "Select several rows"],
  ["mod+a", "Select all rows"],
  ["escape", "Go back, clear the selection"],
];
