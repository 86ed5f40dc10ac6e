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
