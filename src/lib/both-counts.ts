/** Two numbers together; null where one of them is not known. */
export const bothCounts = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? null : one + other;
