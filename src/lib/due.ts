/** An answer to "what is due now, and when is the next time to ask?". */
export interface Due {
  /** The work that is due now, each under a name that occurs once ("2026-11-20"). */
  slots: readonly string[];
  /** When something may be due next; null when only an event or a change of data can make it so. */
  next: Date | null;
}

const lengths = {
  second: "2026-11-24T10:31:05".length,
  minute: "2026-11-24T10:31".length,
  tenMinutes: "2026-11-24T10:3".length,
} as const;

/** Work that is due and not done yet is requested again after so long. */
const againMs = 15 * 60_000;

/** The name of the second, of the minute, or of the ten minutes, of an instant: "2026-11-24T10:31". */
export const slotOf = (at: Date, of: keyof typeof lengths): string => at.toISOString().slice(0, lengths[of]);

/**
 * Work that is due from an instant on, until it is done: requested once, and again while it is not done. `at` null:
 * nothing will be due.
 */
export function dueFrom(at: Date | null, now: Date, slot = slotOf(now, "minute")): Due {
  if (at === null || at > now) return { slots: [], next: at };
  return { slots: [slot], next: new Date(now.getTime() + againMs) };
}

/** The earliest of some instants; null when there is none. */
export function earliest(instants: readonly (Date | null | undefined)[]): Date | null {
  const known = instants.filter((at) => at !== null && at !== undefined);
  return known.length > 0 ? new Date(Math.min(...known.map((at) => at.getTime()))) : null;
}

/** A moment of one workspace within a span of time: work of all workspaces does not begin at one instant. */
export function spreadMs(tenantId: string, spanMs: number): number {
  // The end of an id of version 7 is random.
  return (Number.parseInt(tenantId.slice(-6), 16) / 0x1_00_00_00) * spanMs;
}
