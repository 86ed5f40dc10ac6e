/** A moment as HubSpot writes it: milliseconds only where there are some. */
export function isoOf(time: number): string {
  return new Date(time).toISOString().replace(".000Z", "Z");
}
