/** A milestone as its place among the others follows from it. */
interface Placed {
  dueOn: string | null;
  reachedOn: string | null;
}

const dayMs = 86_400_000;

const placeOf = ({ dueOn, reachedOn }: Placed): string => dueOn ?? reachedOn ?? "9999";

/** The order of milestones: by date, those without one last. */
export const byDate = (one: Placed, other: Placed): number => placeOf(one).localeCompare(placeOf(other));

/** The days by which a milestone is late, or was when it was reached; 0 if it is not. */
export function daysLate({ dueOn, reachedOn }: Placed, today: string): number {
  if (dueOn === null) return 0;
  return Math.max(0, (Date.parse(reachedOn ?? today) - Date.parse(dueOn)) / dayMs);
}

/** The first milestone that is not reached yet; null if there is none. */
export const nextOf = <M extends Placed>(milestones: readonly M[]): M | null =>
  milestones.find(({ reachedOn }) => reachedOn === null) ?? null;
