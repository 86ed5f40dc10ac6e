import { type DurationLimits, durationProblem, minutesText, usualDay } from "@/lib/duration-text";
import { quoteValue } from "@/lib/text";
import { type Coerced, emptyOrLong, isPlaceholder, notA, plainText, refused, value } from "./coerced";

const what = "a duration";
const such = "Write one such as 1h 30m, 2d or 45m.";
const minutesOfHour = 60;
const daysOfWeek = 5;

const CLOCK = /^(\d{1,6}):(\d{2})(?::(\d{2}))?$/;
// A point or comma parts a fraction of two digits at most: three would be thousands elsewhere.
const PART =
  /^(\d{1,10})(?:[.,](\d{1,2}))?\s*(w|wk|wks|weeks?|d|days?|h|hrs?|hours?|m|mins?|minutes?)?(?![\p{L}.:])[\s,]*/iu;

/** The units from long to short. */
const units = ["w", "d", "h", "m"] as const;
type Unit = (typeof units)[number];

interface Part {
  unit: Unit | null;
  /** The number without its decimal sign, and the number of its decimals. */
  digits: number;
  decimals: number;
}

function partsOf(text: string): Part[] | null {
  const parts: Part[] = [];
  let rest = text;
  while (rest !== "") {
    const found = PART.exec(rest);
    if (!found) return null;
    const [whole, before = "", after = "", word] = found;
    const unit = (word?.charAt(0).toLowerCase() ?? null) as Unit | null;
    parts.push({ unit, digits: Number(before + after), decimals: after.length });
    rest = rest.slice(whole.length);
  }
  return parts;
}

/** Each part with its unit: a number alone, or behind hours, is of minutes. Null where they do not go down from unit to unit. */
function inOrder(parts: readonly Part[]): (Part & { unit: Unit })[] | null {
  const read = parts.map(({ unit, ...part }, place) => {
    const afterHours = place > 0 && place === parts.length - 1 && parts[place - 1]?.unit === "h";
    return { ...part, unit: unit ?? (parts.length === 1 || afterHours ? ("m" as const) : null) };
  });
  const places = read.map(({ unit }) => (unit === null ? -1 : units.indexOf(unit)));
  const goesDown = places.every((place, at) => place >= 0 && (at === 0 || place > (places[at - 1] ?? 0)));
  return goesDown && read.length > 0 ? (read as (Part & { unit: Unit })[]) : null;
}

/** Minutes of texts such as "1h 30m", "2d", "1.5h", "1:30"; a number alone is of minutes. */
export function coerceDuration(text: string, limits: DurationLimits = {}): Coerced<number> {
  const plain = plainText(text);
  const empty = emptyOrLong(plain, what);
  if (empty) return empty;
  if (isPlaceholder(plain)) return notA(what, plain);
  const size = sizeOf(plain.replace(/^-\s*/, ""), plain, limits);
  if (typeof size !== "number") return size;
  const minutes = plain.startsWith("-") ? 0 - size : size;
  const problem = durationProblem(minutes, limits);
  return problem === null ? value(minutes) : refused(problem);
}

function sizeOf(text: string, quoted: string, limits: DurationLimits): number | ReturnType<typeof refused> {
  const { minutesPerDay = usualDay } = limits;
  const [, hours, minutes, seconds = "00"] = CLOCK.exec(text) ?? [];
  if (hours !== undefined && Number(seconds) === 0)
    return withMinutes(Number(hours) * minutesOfHour, Number(minutes), quoted, limits);
  const parts = inOrder(partsOf(text) ?? []);
  if (!parts) return refused(`${quoteValue(quoted)} is not ${what}. ${such}`);
  const lengths: Record<Unit, number> = { w: daysOfWeek * minutesPerDay, d: minutesPerDay, h: minutesOfHour, m: 1 };
  const [last = 0, ...longer] = parts
    .map(({ unit, digits, decimals }) => (digits * lengths[unit]) / 10 ** decimals)
    .toReversed();
  const before = longer.reduce((sum, one) => sum + one, 0);
  if (!Number.isInteger(before + last))
    return refused(`${quoteValue(quoted)} is not a whole number of minutes. ${such}`);
  const minutesUnit = parts.at(-1)?.unit === "m" && parts.at(-2)?.unit === "h";
  return minutesUnit ? withMinutes(before, last, quoted, limits) : before + last;
}

/** Minutes beside hours go up to 59: more are a slip of the hand. */
function withMinutes(before: number, minutes: number, quoted: string, limits: DurationLimits) {
  if (minutes < minutesOfHour) return before + minutes;
  const meant = minutesText(before + minutes, limits);
  return refused(`${quoteValue(quoted)} has ${minutes} minutes, but an hour has 60. Write ${meant}.`, meant);
}
