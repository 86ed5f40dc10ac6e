import { counted, nouns, plainLocale } from "@/lib/counted";

const minute = 60;
const hour = 60 * minute;
export const secondsOfDay = 24 * hour;
const year = 365 * secondsOfDay;

/** A number of whole days, as ages are written: "0d", "31d", "10y". */
export function daysText(days: number): string {
  return days === 0 ? "0d" : durationText(days * secondsOfDay);
}

/** A length of time in its largest whole unit, as ages are written: "10y", "31d", "5h", "12m", "0m". */
export function durationText(seconds: number): string {
  if (seconds >= year) return `${Math.floor(seconds / year)}y`;
  if (seconds >= secondsOfDay) return `${Math.floor(seconds / secondsOfDay)}d`;
  if (seconds >= hour) return `${Math.floor(seconds / hour)}h`;
  return `${Math.floor(seconds / minute)}m`;
}

/** The bounds of a duration in minutes, and how long a day of work is. */
export interface DurationLimits {
  /** 0 unless said. */
  min?: number;
  /** Ten years unless said. */
  max?: number;
  /** Eight hours unless said; a week has five days. */
  minutesPerDay?: number;
}

/** The longest duration in minutes, above and below zero. */
export const longestDuration = 5_256_000;

export const usualDay = 8 * minute;

/** Whole minutes as people write them: "45m", "1h 30m"; whole days of work as "2d". */
export function minutesText(minutes: number, { minutesPerDay = usualDay }: DurationLimits = {}): string {
  const sign = minutes < 0 ? "-" : "";
  const size = Math.abs(minutes);
  if (size > 0 && size % minutesPerDay === 0) return `${sign}${size / minutesPerDay}d`;
  const [hours, rest] = [Math.floor(size / minute), size % minute];
  const parts = [...(hours > 0 ? [`${hours}h`] : []), ...(rest > 0 || hours === 0 ? [`${rest}m`] : [])];
  return `${sign}${parts.join(" ")}`;
}

/** Why a duration is beyond its bounds, and which one to use; null for one that is within. */
export function durationProblem(minutes: number, limits: DurationLimits): string | null {
  const { min = 0, max = longestDuration } = limits;
  const inWords = (bound: number) => `${minutesText(bound, limits)} (${counted(bound, nouns.minute, plainLocale)})`;
  if (minutes < min) return `Use a duration of at least ${inWords(min)}.`;
  return minutes > max ? `Use a duration of at most ${inWords(max)}.` : null;
}
