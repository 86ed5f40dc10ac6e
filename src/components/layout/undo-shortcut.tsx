"use client";

import { useEffect } from "react";
import { notify } from "@/components/ui/toast";
import { undoActs } from "@/components/ui/undo-acts";
import { useShortcut } from "./keyboard";

/** ⌘Z takes back the last act of this tab that offered undo. Once in the shell; draws nothing. */
export function UndoShortcut() {
  useShortcut({
    keys: "mod+z",
    label: "Undo the last change",
    group: "Everywhere",
    run: () => void undoLast(),
  });
  // The acts of the tab, which outlive their toasts: those of one workspace are not taken back from another one.
  useEffect(() => undoActs.clear, []);
  return null;
}

async function undoLast(): Promise<void> {
  const act = undoActs.take();
  if (!act) {
    notify.success("There is nothing to undo.", { id: "nothing to undo" });
    return;
  }
  notify.dismiss(act.toast);
  if (await act.undo()) notify.success(<>Undone: {act.message}</>);
}
