"use client";

import { useState } from "react";
import { useShortcut } from "@/components/layout/keyboard";
import { useWorkspace } from "@/components/layout/workspace-context";
import { lazyLayer } from "@/components/ui/lazy-layer";
import { nounOf } from "@/lib/nouns/all";
import type { ActivityKind } from "@/lib/quick-log/quick-log";
import { LogBox } from "./log-box";
import type { LogDialogProps } from "./log-dialog";
import { openLogBox } from "./log-target";
import type { LinkedTo } from "./logged";

const LogDialog = lazyLayer<LogDialogProps>(() => import("./log-dialog").then((part) => part.LogDialog), {
  of: "the log box",
  close: ({ onClose }) => onClose(),
});

/** The log box above the timeline of a record that activities may be linked to. */
export const logBoxOf = ({ entity, ...record }: LinkedTo) =>
  nounOf(entity)?.linkedFrom?.includes("activity") ? <LogBox key={record.id} about={{ entity, ...record }} /> : null;

/** `c` and a letter log an activity: in the box of the page's record, else in a dialog. */
export function LogKeys() {
  const { can } = useWorkspace();
  // The last type stays while the dialog closes.
  const [dialog, setDialog] = useState<{ open: boolean; kind: ActivityKind }>({ open: false, kind: "call" });
  const enabled = can("activity:create");
  const open = (kind: ActivityKind) => {
    if (!openLogBox(kind)) setDialog({ open: true, kind });
  };
  const group = "Log an activity";
  useShortcut({ keys: "c c", label: "Log a call", group, enabled, run: () => open("call") });
  useShortcut({ keys: "c e", label: "Log an e-mail", group, enabled, run: () => open("email") });
  useShortcut({ keys: "c m", label: "Log a meeting", group, enabled, run: () => open("meeting") });
  useShortcut({ keys: "c n", label: "Write a note", group, enabled, run: () => open("note") });
  useShortcut({ keys: "c t", label: "Plan a task", group, enabled, run: () => open("task") });
  return <LogDialog {...dialog} onClose={() => setDialog({ ...dialog, open: false })} />;
}
