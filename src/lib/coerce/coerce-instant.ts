import { momentOfDay } from "@/lib/working-time";
import { instant } from "@/lib/zod";
import { coerceDate, type DateOptions } from "./coerce-date";
import { type Coerced, emptyOrLong, notA, plainText, refused, value } from "./coerced";
import { withoutTime } from "./date-order";
import { skippedTime } from "./skipped-time";

export interface InstantOptions extends DateOptions {
  /** The zone of a time that names none. */
  timeZone: string;
}

const CLOCK = /(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(?:([ap])\.?m\.?|Uhr)?\s*(Z|UTC|[-+]\d{2}:?\d{2})?$/i;

/** An instant in the API's format; a day alone stands for its beginning. */
export function coerceInstant(text: string, options: InstantOptions): Coerced<string> {
  const plain = plainText(text);
  const empty = emptyOrLong(plain, "a date and time");
  if (empty) return empty;
  const whole = instant.safeParse(plain);
  if (whole.success) return value(new Date(whole.data).toISOString());
  const day = coerceDate(plain, options);
  if (!day.ok || day.value === null) return day;
  if (withoutTime(plain) === plain) return value(momentOfDay(day.value, 0, options.timeZone).toISOString());
  const at = momentAt(day.value, plain, options.timeZone);
  if (at === null) return notA("a date and time", plain);
  return typeof at === "string" ? refused(at) : value(at.toISOString());
}

const minutesOfHour = 60;
const secondMs = 1000;

/** The instant of a local time, why the clocks never show it, or null for no time. */
function momentAt(day: string, text: string, zone: string): Date | string | null {
  const clock = CLOCK.exec(text);
  if (!clock) return null;
  const [, hours = "", minutes = "", seconds = "0", half, offset] = clock;
  const hour = half ? (Number(hours) % 12) + (half.toLowerCase() === "p" ? 12 : 0) : Number(hours);
  if (hour > 23 || Number(minutes) > 59 || Number(seconds) > 59 || (half && Number(hours) > 12)) return null;
  if (offset !== undefined) return withOffset(day, [hour, Number(minutes), Number(seconds)], offset);
  const skipped = skippedTime(day, hour * minutesOfHour + Number(minutes), zone);
  if (skipped !== null) return skipped;
  const minute = momentOfDay(day, hour * minutesOfHour + Number(minutes), zone);
  return new Date(minute.getTime() + Number(seconds) * secondMs);
}

function withOffset(day: string, clock: readonly number[], offset: string): Date | null {
  const [, sign = "+", hours = "00", minutes = "00"] = /^([-+])(\d{2}):?(\d{2})$/.exec(offset) ?? [];
  const [hour, minute, second] = clock.map((part) => String(part).padStart(2, "0"));
  const at = new Date(`${day}T${hour}:${minute}:${second}${sign}${hours}:${minutes}`);
  return Number.isNaN(at.getTime()) ? null : at;
}
