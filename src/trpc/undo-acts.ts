"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { notify } from "@/components/ui/toast";
import { UndoActs } from "@/components/ui/undo-acts";
import { writeQueueOf } from "./write-queue";

const known = new WeakMap<QueryClient, UndoActs>();

/** The undo queue of a workspace; each workspace has one query client in this tab. */
export function undoActsOf(client: QueryClient): UndoActs {
  const acts = known.get(client) ?? new UndoActs(() => writeQueueOf(client).idle());
  known.set(client, acts);
  return acts;
}

export const useUndoActs = (): UndoActs => undoActsOf(useQueryClient());

/**
 * Returns a function that shows a toast with an undo. The undo belongs to the workspace of the component, even if the
 * person has gone to another workspace.
 */
export function useUndoNotice() {
  const acts = useUndoActs();
  return (...[message, undo, options]: UndoNotice) => notify.undo(acts, message, undo, options);
}
type UndoNotice = Parameters<typeof notify.undo> extends [unknown, ...infer Rest] ? Rest : never;
