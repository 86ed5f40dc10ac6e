/** All use that the clients of a drill record. */
export type UseFacts = { distinct: number; clients: number; at: string };

export const testMeter = "importedRows" as const;

/** The quantity of the use with this number: every client knows it, whoever sends it. */
export const useNumber = (number: number): number => (number % 7) + 1;
