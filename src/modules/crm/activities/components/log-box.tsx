"use client";

import { useState } from "react";
import { useShortcut } from "@/components/layout/keyboard";
import { useWorkspace } from "@/components/layout/workspace-context";
import { Kbd } from "@/components/ui/kbd";
import { lazyPart } from "@/components/ui/lazy-part";
import type { LogFormProps } from "./log-form";
import { useLogPlace } from "./log-target";
import type { LinkedTo, LogStart } from "./logged";

const LogForm = lazyPart<LogFormProps>(() => import("./log-form").then((part) => part.LogForm), {
  of: "the log box",
  takesTyping: true,
});

/** Above the timeline of a record: one line logs a call, an e-mail, a meeting, a note or a task. */
export function LogBox({ about }: { about: LinkedTo }) {
  const { can } = useWorkspace();
  const [kind, setKind] = useState<LogStart | "any" | null>(null);
  const isAllowed = can("activity:create");
  const open = (wanted: LogStart | "any") => setKind(wanted);
  useShortcut({ keys: "l", label: "Log an activity", group: "Record", enabled: isAllowed, run: () => open("any") });
  useLogPlace("box", isAllowed ? open : null);
  if (!isAllowed) return null;
  if (kind !== null)
    return (
      <div className="shrink-0 px-edge pt-3">
        <LogForm key={kind} about={about} kind={kind === "any" ? null : kind} onClose={() => setKind(null)} />
      </div>
    );
  return (
    <div className="shrink-0 px-edge pt-3">
      <button
        type="button"
        onClick={() => open("any")}
        className="flex h-9 w-full items-center gap-2 rounded-md border border-border-strong bg-surface px-2.5 text-left text-faint hover:border-focus phone:h-11"
      >
        <span className="min-w-0 flex-1 truncate">Log a call, e-mail or note, or type “call Tom Thursday 3pm”</span>
        <Kbd keys="l" className="phone:hidden" />
      </button>
    </div>
  );
}
