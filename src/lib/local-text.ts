import type { DateOrder } from "./coerce/date-order";
import { dateFormat } from "./intl";
import { momentOfDay } from "./working-time";

/** Its calendar and digits as imports read them. */
const inDigits = (locale: string) =>
  dateFormat(locale, {
    calendar: "gregory",
    numberingSystem: "latn",
    timeZone: "UTC",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });

type Part = "year" | "month" | "day";
const isPart = (type: string): type is Part => type === "year" || type === "month" || type === "day";

/** Writes days (`YYYY-MM-DD`) as people of a locale do, in digits with the whole year: 31.01.2026 or 01/31/2026. */
export function dayWriter(locale: string): (day: string) => string {
  const parts = inDigits(locale).formatToParts(0);
  const order = parts.flatMap(({ type }) => (isPart(type) ? [type] : []));
  const sign = parts.find(({ type, value }) => type === "literal" && /[-/.]/.test(value))?.value.trim() ?? "-";
  return (given) => {
    const [year = "", month = "", day = ""] = given.split("-");
    const values = { year, month, day };
    return order.map((part) => values[part]).join(sign);
  };
}

/** The order in which people of a locale write year, month and day. */
export function dayOrderOf(locale: string): DateOrder {
  const [first] = inDigits(locale)
    .formatToParts(0)
    .flatMap(({ type }) => (isPart(type) ? [type] : []));
  if (first === "year") return "ymd";
  return first === "day" ? "dmy" : "mdy";
}

type Clock = (at: Date) => { day: string; time: string } | null;

const [secondMs, quarterMs] = [1000, 15 * 60_000];
/** Since 1973 all zones set their clocks at full quarters of an hour. */
const quartersFrom = Date.UTC(1973, 0);
/** Later years have more than four digits. */
const quartersUntil = Date.UTC(9999, 0);
const keptQuarters = 20_000;

/**
 * Reads the clock of a zone at an instant, to the second; null where the time does not say which instant it is, because
 * the clocks show it a second time.
 */
export function clockReader(timeZone: string): Clock {
  const exact = exactClock(timeZone);
  // By quarters, because a file of many rows asks for many instants, and the calendar of a zone takes long to read.
  const aheadMs = new Map<number, number | null>();
  return (at) => {
    const ms = at.getTime();
    if (!(ms >= quartersFrom && ms < quartersUntil)) return exact(at);
    const quarter = Math.floor(ms / quarterMs) * quarterMs;
    let ahead = aheadMs.get(quarter);
    if (ahead === undefined) {
      const local = exact(new Date(quarter));
      ahead = local && Date.parse(`${local.day}T${local.time}Z`) - quarter;
      if (aheadMs.size >= keptQuarters) aheadMs.clear();
      aheadMs.set(quarter, ahead);
    }
    if (ahead === null) return null;
    const local = new Date(ms + ahead).toISOString();
    return { day: local.slice(0, 10), time: local.slice(11, 19) };
  };
}

function exactClock(timeZone: string): Clock {
  const clock = dateFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" });
  return (at) => {
    const [day = "", time = ""] = clock.format(at).split(" ");
    const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
    const read = momentOfDay(day, hours * 60 + minutes, timeZone).getTime() + seconds * secondMs;
    return read === Math.floor(at.getTime() / secondMs) * secondMs ? { day, time } : null;
  };
}
