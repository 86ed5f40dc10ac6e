/** Maximum number of suggestions of a field. */
const most = 8;

/**
 * The known values that match a text, in their order, those that begin with it first. Values that differ only in case
 * count as one, in the form that was known first.
 */
export function fittingSuggestions(text: string, known: readonly string[]): string[] {
  const wanted = text.trim().toLowerCase();
  const first = new Map<string, string>();
  for (const one of known) {
    const key = one.toLowerCase();
    if (key.includes(wanted) && !first.has(key)) first.set(key, one);
  }
  const starts = (key: string) => Number(key.startsWith(wanted));
  const found = [...first].toSorted(([a], [b]) => starts(b) - starts(a));
  return found.slice(0, most).map(([, one]) => one);
}
