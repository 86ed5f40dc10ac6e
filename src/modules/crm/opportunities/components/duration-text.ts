/** A length of time in its largest whole unit, as ages are written: "31d", "5h", "12m", "0m". */
export function durationText(seconds: number): string {
  if (seconds >= 86_400) return `${Math.floor(seconds / 86_400)}d`;
  if (seconds >= 3600) return `${Math.floor(seconds / 3600)}h`;
  return `${Math.floor(seconds / 60)}m`;
}
