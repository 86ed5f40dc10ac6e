/** How the foot of a list totals a column of numbers or amounts, in the order of its menu. */
export const totalWays = ["sum", "average", "min", "max"] as const;
export type TotalWay = (typeof totalWays)[number];
