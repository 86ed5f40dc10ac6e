/** A kind of record of other products that has no counterpart here yet. */
export interface UnknownObject {
  many: string;
  /** Words in the file's name, or before the dash in all its headers. */
  called: readonly string[];
  /** Headers of its files: a file has at least one of each list. */
  columns: readonly (readonly string[])[];
}

/**
 * Files of these kinds are recognised, so that their rows are not imported as something else. Remove an entry when its
 * noun is added.
 */
export const unknownObjects: readonly UnknownObject[] = [
  {
    many: "activities",
    called: ["activit", "task", "call", "meeting"],
    columns: [
      ["subject", "activity", "activity type", "task title", "title", "call title", "meeting name"],
      ["due date", "date", "activity date", "start", "start date", "meeting start time", "done time"],
    ],
  },
];
