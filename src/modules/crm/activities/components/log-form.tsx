"use client";

import { type KeyboardEvent, type RefObject, useEffect, useId, useRef } from "react";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { Note } from "@/components/ui/note";
import { Segmented } from "@/components/ui/segmented";
import { cn } from "@/lib/cn";
import type { ActivityKind } from "@/lib/quick-log/quick-log";
import { AttachButton, ChosenFileList, FileZone } from "@/modules/platform/data/files/components/file-picker";
import { activityKinds } from "../../activity-outcomes/fields";
import { LogPeople, LogRecord } from "./log-people";
import { LogUnderstood } from "./log-understood";
import type { LinkedTo, LogSlot, LogStart } from "./logged";
import { useLog } from "./use-log";

export interface LogFormProps {
  about: LinkedTo | null;
  /** The type; where somebody plans, the line says it, else it is a task. Null where the line alone decides. */
  kind: LogStart | null;
  /** The time of a calendar that was chosen before. */
  slot?: LogSlot;
  onClose(): void;
}

const offered: readonly ActivityKind[] = ["note", "call", "email", "meeting", "task"];
const labelOf = (kind: ActivityKind) => activityKinds.find(({ value }) => value === kind)?.label ?? kind;

/** The same, but typing goes on after acts whose buttons go away with what they did. */
function typingOn(log: ReturnType<typeof useLog>, field: RefObject<HTMLTextAreaElement | null>) {
  const then =
    <A extends unknown[]>(act: (...given: A) => void) =>
    (...given: A) => {
      act(...given);
      field.current?.focus();
    };
  return { ...log, setAbout: then(log.setAbout), leaveOut: then(log.leaveOut) };
}

/** One line, how it is understood, and the buttons that save it. */
export function LogForm({ about, kind, slot, onClose }: LogFormProps) {
  const plans = kind === "plan";
  const read = useLog({ record: about, kind: plans ? null : kind, plans, slot: slot ?? null, onSaved: onClose });
  const field = useRef<HTMLTextAreaElement>(null);
  const log = typingOn(read, field);
  const understood = useId();
  // The field of a box that somebody opened.
  useEffect(() => field.current?.focus(), []);
  const [first] = log.all;
  const kinds = offered.includes(first.kind) ? offered : [...offered, first.kind];

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Escape") {
      event.preventDefault();
      onClose();
    }
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
      event.preventDefault();
      void log.save();
    }
  }

  return (
    <section
      aria-label="Log an activity"
      onKeyDown={onKeyDown}
      className="rounded-lg border border-focus bg-surface shadow-[0_0_0_1px_var(--focus)]"
    >
      <FileZone to="the activity" onFiles={log.chosen.add}>
        <div className="flex flex-wrap items-center justify-between gap-2 p-2">
          <Segmented
            aria-label="Type"
            options={kinds.map((value) => ({ value, label: labelOf(value) }))}
            value={first.kind}
            onValueChange={log.setKind}
            tellsAgain
            className="max-w-full overflow-x-auto"
          />
          <LogRecord about={log.about} onChange={log.setAbout} />
        </div>
        <textarea
          ref={field}
          aria-label="What happened, or what comes next"
          aria-describedby={understood}
          rows={2}
          value={log.text}
          placeholder="Called Ana about the contract, send draft tomorrow 3pm"
          onChange={(event) => log.type(event.target.value)}
          className="field-sizing-content max-h-60 min-h-12 w-full resize-none bg-transparent px-3 py-1 text-input outline-none"
        />
        <div id={understood} className="flex flex-col gap-1.5 px-3 pb-2">
          <LogUnderstood log={log} />
          <LogPeople log={log} account={about?.entity === "account" ? about.id : null} />
          <ChosenFileList chosen={log.chosen} />
          {log.line.problems.map(({ message, from }) => (
            <Note key={`${from} ${message}`} tone="warning">
              {message}
            </Note>
          ))}
        </div>
        <div className="flex items-center justify-end gap-2 border-t px-2 py-1.5">
          <AttachButton size="sm" onFiles={log.chosen.add} />
          <span className={cn("mr-auto text-faint text-sm phone:hidden", slot && "sr-only")}>
            {log.text.trim() === "" && !slot
              ? "Dates in words are understood: “Friday 3pm”"
              : "Kept on this device until you save"}
          </span>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" disabled={first.subject === "" || log.isSaving} onClick={() => void log.save()}>
            Save {labelOf(first.kind).toLowerCase()}
            <Kbd keys="mod+enter" className="phone:hidden" />
          </Button>
        </div>
      </FileZone>
    </section>
  );
}
