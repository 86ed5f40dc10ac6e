import { addDays } from "date-fns";

/** Days for which the file of an export is kept. */
export const retentionDays = 7;
export const expiryOf = (finished: Date): Date => addDays(finished, retentionDays);

/** An export without progress for this long is broken: another one may be requested. */
export const brokenAfterMs = 6 * 3_600_000;

/** The columns of an export that was broken off. */
export const brokenOff = { status: "failed", failure: "The export was interrupted. Request a new one." } as const;

/** Whether work on an export goes on, or will. */
export const isOpen = (status: string): boolean => status === "waiting" || status === "running";
