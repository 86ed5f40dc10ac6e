const UNITS_MS: Record<string, number> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|[smhdw]))+$/;

/** Milliseconds of `1h30m`; undefined for another text. */
export function durationMs(text: string): number | undefined {
  if (!DURATION.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g)];
  return parts.reduce((sum, [, amount, unit = ""]) => sum + Number(amount) * (UNITS_MS[unit] ?? 0), 0);
}

/** The moment that `1h30m` from now or an ISO date means; empty is now. Undefined for another text. */
export function momentOf(text: string, now = Date.now()): Date | undefined {
  if (text === "") return new Date(now);
  const duration = durationMs(text);
  if (duration !== undefined) return new Date(now + duration);
  const date = /^\d{4}-\d\d-\d\dT/.test(text) ? new Date(text) : undefined;
  return date && !Number.isNaN(date.getTime()) ? date : undefined;
}
