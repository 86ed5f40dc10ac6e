import type { Key } from "@/components/data-table/list-keys";
import type { OwnKeys } from "@/components/layout/keyboard";

/** The commands of a sheet's keys. Arrows with Ctrl or ⌘ go to the end. */
export type SheetAct =
  | { act: "move"; rows: number; columns: number; extend: boolean }
  | { act: "tab"; by: 1 | -1 }
  | { act: "edit" | "peek" | "clear" | "fill" | "selectAll" | "escape" };

const end = Number.MAX_SAFE_INTEGER;
const steps: Record<string, { rows: number; columns: number }> = {
  ArrowDown: { rows: 1, columns: 0 },
  ArrowUp: { rows: -1, columns: 0 },
  ArrowRight: { rows: 0, columns: 1 },
  ArrowLeft: { rows: 0, columns: -1 },
  PageDown: { rows: 20, columns: 0 },
  PageUp: { rows: -20, columns: 0 },
  Home: { rows: 0, columns: -end },
  End: { rows: 0, columns: end },
};
const corners: Record<string, { rows: number; columns: number }> = {
  Home: { rows: -end, columns: -end },
  End: { rows: end, columns: end },
};
const plain: Record<string, SheetAct["act"] & ("edit" | "peek" | "clear" | "escape")> = {
  Enter: "edit",
  F2: "edit",
  " ": "peek",
  Delete: "clear",
  Backspace: "clear",
  Escape: "escape",
};

/** The command of a key, or null where the sheet does not use it. */
export function sheetAct(event: Key): SheetAct | null {
  const { key, shiftKey: extend } = event;
  if (event.altKey) return null;
  if (event.metaKey || event.ctrlKey) return withControl(key, extend);
  const step = steps[key];
  if (step) return { act: "move", ...step, extend };
  if (key === "Tab") return { act: "tab", by: extend ? -1 : 1 };
  const act = extend ? undefined : plain[key];
  return act ? { act } : null;
}

function withControl(key: string, extend: boolean): SheetAct | null {
  const corner = corners[key];
  if (corner) return { act: "move", ...corner, extend };
  const step = key.startsWith("Arrow") ? steps[key] : undefined;
  if (step) return { act: "move", rows: step.rows * end, columns: step.columns * end, extend };
  const letter = key.toLowerCase();
  if (letter === "d" && !extend) return { act: "fill" };
  return letter === "a" ? { act: "selectAll" } : null;
}

/** For the list of shortcuts. */
export const sheetKeys: OwnKeys = [
  ["enter", "Edit the cell; typing replaces its value"],
  ["shift+down", "Select more cells"],
  ["mod+c", "Copy the cells"],
  ["mod+v", "Paste cells"],
  ["mod+d", "Fill the cells below with the first one"],
  ["mod+a", "Select all cells"],
  ["backspace", "Empty the cells"],
  ["space", "Open the row beside the sheet"],
  ["tab", "Next cell; from the last one on, the next part of the page"],
  ["escape", "Select one cell"],
];
