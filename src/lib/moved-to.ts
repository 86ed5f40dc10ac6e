/** The ids with the entry at `from` put to `to`. */
export function movedTo(ids: readonly string[], from: number, to: number): string[] {
  const rest = ids.toSpliced(from, 1);
  return rest.toSpliced(to, 0, ...ids.slice(from, from + 1));
}

/** The entry that was moved between two orders of the same ids, and the one that it is right after; null if none was. */
export function movedIn(
  before: readonly string[],
  after: readonly string[],
): { id: string; after: string | null } | null {
  const place = after.findIndex((id, index) => id !== before[index]);
  const [now, then] = [after[place], before[place]];
  if (now === undefined || then === undefined) return null;
  const without = (ids: readonly string[], id: string) => ids.filter((one) => one !== id).join();
  const id = without(before, now) === without(after, now) ? now : then;
  return { id, after: after[after.indexOf(id) - 1] ?? null };
}
