import "server-only";
import { coerceDate } from "@/lib/coerce/coerce-date";
import { coerceInstant } from "@/lib/coerce/coerce-instant";
import { localDay, momentOfDay } from "@/lib/working-time";
import type { FieldPair } from "../object.ts";
import { coerced, type Incoming, type More, type Ours, singlePair } from "./pair.ts";

/** How a service writes times: in ISO 8601, or in milliseconds since 1970. */
interface TimeForm {
  form?: "iso" | "ms";
}

const milliseconds = /^-?\d{9,15}$/;

/** The time of a property in either form. */
const isoOf = (given: string): string => (milliseconds.test(given) ? new Date(Number(given)).toISOString() : given);

/** Services leave out a part of a second that is zero. */
const written = (iso: string, form: TimeForm["form"]) =>
  form === "ms" ? String(Date.parse(iso)) : iso.replace(".000Z", "Z");

/** A day of the calendar, which has no zone: `2026-11-30`, or the milliseconds at its midnight in UTC. */
export function date(ours: Ours, property: string, { form = "iso", ...more }: More & TimeForm = {}): FieldPair {
  const dayOf = (given: string) => coerceDate(isoOf(given), { order: "ymd" });
  const kept = (given: string) => {
    const day = dayOf(given);
    return day.ok && day.value !== null ? written(day.value, form) : given;
  };
  return singlePair(
    ours,
    property,
    {
      note: "Exact",
      out: (value) => written(String(value), form),
      in: (given) => coerced(dayOf(given), property),
      kept,
    },
    more,
  );
}

/** A day here, where the service holds a point in time: the beginning of that day in the zone of the workspace. */
export function dayOfInstant(ours: Ours, property: string, { form = "iso", ...more }: More & TimeForm = {}): FieldPair {
  return singlePair(
    ours,
    property,
    {
      note: "The day only: the time of day stays behind",
      out: (value, { timeZone }) => written(momentOfDay(String(value), 0, timeZone).toISOString(), form),
      in: (given, { timeZone }) => withDay(instantIn(given, property, timeZone), timeZone),
      kept: (given) => keptInstant(given, form),
    },
    more,
  );
}

/** A point in time. */
export function instant(ours: Ours, property: string, { form = "iso", ...more }: More & TimeForm = {}): FieldPair {
  return singlePair(
    ours,
    property,
    {
      note: "Exact",
      read: (own) => new Date(String(own)).toISOString(),
      out: (value) => written(new Date(String(value)).toISOString(), form),
      in: (given, { timeZone }) => instantIn(given, property, timeZone),
      kept: (given) => keptInstant(given, form),
    },
    more,
  );
}

const instantIn = (given: string, property: string, timeZone: string) =>
  coerced(coerceInstant(isoOf(given), { order: "ymd", timeZone }), property);

const withDay = (read: Incoming, timeZone: string): Incoming =>
  "value" in read && typeof read.value === "string" ? { value: localDay(new Date(read.value), timeZone) } : read;

function keptInstant(given: string, form: TimeForm["form"]): string {
  const read = instantIn(given, "", "UTC");
  return "value" in read && read.value !== null ? written(read.value, form) : given;
}
