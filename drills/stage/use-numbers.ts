/** All use that the clients of a drill record: half of it before the month began, half of it after. */
export type UseFacts = { distinct: number; clients: number; monthBegan: string };

export const testMeter = "importedRows" as const;

/** The quantity of the use with this number: every client knows it, whoever sends it. */
export const useNumber = (number: number): number => (number % 7) + 1;

/** The time of the use with this number, some milliseconds before or after the month began. */
export const useTime = (number: number, { distinct, monthBegan }: UseFacts): Date =>
  new Date(Date.parse(monthBegan) + number - Math.floor(distinct / 2));
