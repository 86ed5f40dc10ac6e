import type { ToastCardProps } from "./toast-card";

export type ToastId = string | number;
export type Card = Omit<ToastCardProps, "onClose">;

/** A toast to show, or to take away if it has no card. */
export interface Notice {
  id: ToastId;
  card: Card | null;
}

/** Notices before the region for them is loaded. */
let waiting: Notice[] = [];
let deliver: ((notice: Notice) => void) | null = null;
let isWanted = false;
const listeners = new Set<() => void>();

/** Whether the region for them is needed. */
export const isRegionWanted = (): boolean => isWanted;

function setWanted(wanted: boolean): void {
  isWanted = wanted;
  for (const listener of listeners) listener();
}

/** Shows it, or keeps it until the region is there. */
export function sendNotice(notice: Notice): void {
  if (deliver) {
    deliver(notice);
    return;
  }
  waiting.push(notice);
  setWanted(true);
}

/** Passes on the notices that wait, and all later ones until the returned function is called. */
export function deliverNotices(show: (notice: Notice) => void): () => void {
  deliver = show;
  for (const notice of waiting.splice(0)) show(notice);
  return () => {
    deliver = null;
  };
}

/** Forgets the notices that wait. */
export function dropNotices(): void {
  waiting = [];
  setWanted(false);
}

export function followRegion(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
