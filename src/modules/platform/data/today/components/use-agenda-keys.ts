"use client";

import type { RefObject } from "react";
import { useShortcut } from "@/components/layout/keyboard";
import { useLines } from "@/components/layout/lines";
import { useWorkspace } from "@/components/layout/workspace-context";
import { notify } from "@/components/ui/toast";
import { actsOf } from "../rules";
import type { AgendaItem } from "../schema";
import type { RowActs } from "./agenda-row";

const group = "Today";

/** A line without a result or a next activity, such as a written next step, says why its key does nothing. */
function tellWithout(item: AgendaItem): void {
  const instead = actsOf(item)?.done ? " Press X to mark it as done." : "";
  notify.success(`${item.label} has no result to note.${instead}`, { id: "no result" });
}

/** The keys of the page act on the row with the focus, which goes to the next one where a row leaves. */
export function useAgendaKeys(shown: RefObject<Map<string, AgendaItem>>, acts: RowActs): RowActs {
  const { readsOnly } = useWorkspace();
  const { step, current, leave } = useLines();
  const onToggle = (item: AgendaItem) => {
    leave();
    acts.onToggle(item);
  };
  const withLeave = { ...acts, onToggle };
  const onCurrent = (act: (item: AgendaItem) => void, canBe: (item: AgendaItem) => boolean) => () => {
    const item = shown.current.get(current() ?? "");
    if (item?.mayEdit && canBe(item)) act(item);
  };
  const isOpen = ({ doneAt }: AgendaItem) => doneAt === null;
  const enabled = !readsOnly;
  useShortcut({ keys: "j", label: "Next item", group, run: () => step(1) });
  useShortcut({ keys: "k", label: "Previous item", group, run: () => step(-1) });
  useShortcut({
    keys: "x",
    label: "Mark as done, or open again",
    group,
    enabled,
    run: onCurrent(withLeave.onToggle, (item) => actsOf(item)?.done !== undefined),
  });
  useShortcut({
    keys: "d",
    label: "Mark as done with result and next step",
    group,
    enabled,
    run: onCurrent((item) => (acts.onDetails(item) ?? (() => tellWithout(item)))(), isOpen),
  });
  useShortcut({ keys: "s", label: "Snooze", group, enabled, run: onCurrent(acts.onSnooze, isOpen) });
  useShortcut({ keys: "e", label: "Reschedule", group, enabled, run: onCurrent(acts.onReschedule, isOpen) });
  useShortcut({ keys: "r", label: "Reassign", group, enabled, run: onCurrent(acts.onAssign, () => true) });
  return withLeave;
}
