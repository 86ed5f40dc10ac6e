"use client";

import { useEffect } from "react";
import { notify } from "@/components/ui/toast";
import type { UndoActs } from "@/components/ui/undo-acts";
import { useShortcut } from "./keyboard";

/** ⌘Z undoes the last of these acts of this tab. Once in the shell; renders nothing. */
export function UndoShortcut({ acts }: { acts: UndoActs }) {
  useShortcut({
    keys: "mod+z",
    label: "Undo the last change",
    group: "Everywhere",
    run: () => void undoLast(acts),
  });
  // The acts outlive their toasts and end when the person leaves the workspace.
  useEffect(() => () => acts.clear(), [acts]);
  return null;
}

async function undoLast(acts: UndoActs): Promise<void> {
  const act = await acts.take();
  if (!act) {
    notify.success("There is nothing to undo.", { id: "nothing to undo" });
    return;
  }
  notify.dismiss(act.toast);
  if (await act.undo()) notify.success(<>Undone: {act.message}</>);
}
