/** Most lines that a field suggests. */
const most = 8;

/**
 * What fits a text of what is known, in its order, what begins with it first. What differs only in capitals is one
 * value, as it was known first.
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
