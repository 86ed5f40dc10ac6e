"use client";

import { useState } from "react";
import { useShortcut } from "@/components/layout/keyboard";
import { useWorkspace } from "@/components/layout/workspace-context";
import { lazyLayer } from "@/components/ui/lazy-layer";
import { nounOf } from "@/lib/nouns/all";
import { LogBox } from "./log-box";
import type { LogDialogProps } from "./log-dialog";
import { logActivity, logged, useLogPlace } from "./log-target";
import type { LinkedTo, LogStart } from "./logged";

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
  const [dialog, setDialog] = useState<{ open: boolean; kind: LogStart }>({ open: false, kind: "call" });
  const enabled = can("activity:create");
  useLogPlace("dialog", enabled ? (kind) => setDialog({ open: true, kind }) : null);
  return (
    <>
      {enabled ? logged.map((one) => <LogKey key={one.kind} {...one} />) : null}
      <LogDialog {...dialog} onClose={() => setDialog({ ...dialog, open: false })} />
    </>
  );
}

function LogKey({ kind, keys, label }: (typeof logged)[number]) {
  useShortcut({ keys, label, group: "Log an activity", run: () => logActivity(kind) });
  return null;
}
