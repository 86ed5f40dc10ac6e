/** The part of a line around a place, in so many characters, of which some stand before it; dots say that there is more. */
export function excerptAt(line: string, at: number, { length, before }: { length: number; before: number }): string {
  const from = at > before ? line.lastIndexOf(" ", at - before) + 1 : 0;
  const part = line.slice(from, from + length);
  return `${from > 0 ? "…" : ""}${part}${from + length < line.length ? "…" : ""}`;
}
