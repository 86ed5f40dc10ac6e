const LEAST_MS = 1_000;
const MAX_MS = 86_400_000;

/** When the attempt after number `attempt` (from 0) is due; up to a tenth later, so that retries do not coincide. */
export function dueAfter(attempt: number, backoffMs: readonly number[], now = Date.now()): Date {
  const wait = backoffMs[Math.min(attempt, backoffMs.length - 1)] ?? 0;
  return new Date(now + wait * (1 + Math.random() / 10));
}

/** The wait that `retry-after` of a reply means: seconds or a date, between a second and a day. */
export function retryAfter(header: string | undefined, now = Date.now()): Date | undefined {
  if (!header) return undefined;
  const wait = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isNaN(wait) ? undefined : new Date(now + Math.min(Math.max(wait, LEAST_MS), MAX_MS));
}
