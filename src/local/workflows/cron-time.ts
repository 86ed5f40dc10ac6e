import { Cron } from "croner";

const ZONED = /^(?:CRON_)?TZ=(\S+)\s+(.+)$/;

const NAMES = "sun|mon|tue|wed|thu|fri|sat|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec";
const FIELD = `(?:[\\d*,/?-]|${NAMES})+`;
const FIVE_FIELDS = new RegExp(`^${FIELD}(?:\\s+${FIELD}){4}$`, "i");

/** Whether the vendor accepts a schedule: five fields, without seconds, `@daily` or other additions. */
export function isStandardCron(text: string): boolean {
  const [, , pattern = text] = ZONED.exec(text.trim()) ?? [];
  return FIVE_FIELDS.test(pattern.trim());
}

/** A schedule such as `TZ=Europe/Berlin 0 9 * * 1-5`, in UTC without a zone; undefined for an invalid text. */
export function parseCron(text: string): Cron | undefined {
  const [, timezone = "UTC", pattern = text] = ZONED.exec(text.trim()) ?? [];
  try {
    const cron = new Cron(pattern, { timezone, paused: true, mode: "5-or-6-parts" });
    // The library notices an unknown zone only at the first use.
    cron.nextRun();
    return cron;
  } catch {
    return undefined;
  }
}

/** The first due time after `after`; undefined if there is none. */
export function nextTick(text: string, after: Date): Date | undefined {
  return parseCron(text)?.nextRun(after) ?? undefined;
}
