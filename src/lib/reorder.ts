/** The ids with the entry at `from` put to `to`. */
export function reordered(ids: readonly string[], from: number, to: number): string[] {
  const rest = ids.toSpliced(from, 1);
  return rest.toSpliced(to, 0, ...ids.slice(from, from + 1));
}

/** An entry in its new place between two others; null at the ends. */
interface Move {
  id: string;
  before: string | null;
  after: string | null;
}

/** The entry that was moved between two orders of the same ids: it is right after one and right before another. */
export function findMove(earlier: readonly string[], later: readonly string[]): Move | null {
  const without = (ids: readonly string[], id: string) => ids.filter((one) => one !== id).join();
  const id = earlier.find(
    (one) => earlier.indexOf(one) !== later.indexOf(one) && without(earlier, one) === without(later, one),
  );
  if (id === undefined) return null;
  const place = later.indexOf(id);
  return { id, after: later[place - 1] ?? null, before: later[place + 1] ?? null };
}
